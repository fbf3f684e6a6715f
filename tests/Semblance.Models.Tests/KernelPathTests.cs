using System.Diagnostics;
using System.Security.Cryptography;
using Semblance.Data;
using Semblance.Models.Tests.Battery;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests;

/// <summary>Models and rows have the same bytes whatever vector instructions a machine has: the runtime is made to do without, in processes of their own.</summary>
public sealed class KernelPathTests
{
    private const string Target = "SEMBLANCE_TEST_HASH_FILE";

    [Fact]
    public void Rows_have_one_hash()
    {
        string hash = Hash();
        hash.ShouldBe(Hash());
        if (Environment.GetEnvironmentVariable(Target) is { Length: > 0 } path)
        {
            File.WriteAllText(path, hash);
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512F")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Bytes_are_the_same_without(string instructions)
    {
        string file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                ArgumentList = { typeof(KernelPathTests).Assembly.Location, "-method", $"{typeof(KernelPathTests).FullName}.{nameof(Rows_have_one_hash)}" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment[instructions] = "0";
            start.Environment[Target] = file;
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, await output + await errors);
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(Hash());
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A hash of the models of all families for one table, and of rows of each.</summary>
    private static string Hash()
    {
        using var all = new MemoryStream();
        foreach (ISynthesizer family in Synthesizers.All)
        {
            IFittedModel model = family.Fit(Tables.Mixed(400), new FitOptions { Seed = 2, Threads = 2, Config = SmallConfigs.Of(family) }, null, TestContext.Current.CancellationToken);
            model.Save(all);
            foreach (Dictionary<string, string> conditions in new[] { [], new Dictionary<string, string> { ["job"] = "cook", ["age"] = "40" } })
            {
                var options = new SampleOptions { Rows = 1_000, Seed = 3, Threads = 2, Conditions = conditions };
                all.Write(Tables.Bytes(Tables.Join(model.Schema, model.Sample(options, null, TestContext.Current.CancellationToken))));
            }
        }
        return Convert.ToHexString(SHA256.HashData(all.ToArray()));
    }
}
