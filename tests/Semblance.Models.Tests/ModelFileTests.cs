using System.Buffers.Binary;
using System.Security.Cryptography;
using Semblance.Data;
using Semblance.Models.Tests.Battery;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests;

public sealed class ModelFileTests
{
    public static TheoryData<string> Families() => [.. Synthesizers.All.Select(family => family.Name)];

    private static byte[] Saved(string name = "core")
    {
        ISynthesizer family = Synthesizers.Get(name);
        using var stream = new MemoryStream();
        ModelFile.Save(family.Fit(Tables.Mixed(60), new FitOptions { Config = SmallConfigs.Of(family, ("epochs", "1")) }, null, TestContext.Current.CancellationToken), stream);
        return stream.ToArray();
    }

    private static string Error(byte[] file) => Should.Throw<TableException>(() => ModelFile.Load(new MemoryStream(file))).Message;

    /// <summary>A file with some bytes changed and the checksum made to fit again.</summary>
    private static byte[] Forged(byte[] file, int at, byte[] bytes)
    {
        byte[] forged = [.. file];
        bytes.CopyTo(forged, at);
        SHA256.HashData(forged.AsSpan(0, forged.Length - 32)).CopyTo(forged, forged.Length - 32);
        return forged;
    }

    [Fact]
    public void The_same_fit_gives_the_same_file() => Saved().ShouldBe(Saved());

    [Fact]
    public void Something_else_is_no_model_file()
    {
        Error([]).ShouldContain("not a Semblance model file");
        Error("age,income\n1,2\n"u8.ToArray()).ShouldContain("not a Semblance model file");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_file_cut_anywhere_is_refused(string family)
    {
        byte[] file = Saved(family);
        for (int length = 0; length < file.Length; length += length < 40 ? 1 : Math.Max(97, file.Length / 100))
        {
            Error(file[..length]).ShouldContain(length < 8 ? "not a Semblance model file" : "cut short");
        }
        Error([.. file, 0]).ShouldContain("too many");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_changed_byte_is_noticed(string family)
    {
        byte[] file = Saved(family);
        for (int at = 28; at < file.Length; at += Math.Max(211, file.Length / 100))
        {
            byte[] changed = [.. file];
            changed[at] ^= 0x10;
            Error(changed).ShouldContain("altered");
        }
    }

    [Fact]
    public void A_later_version_is_named()
    {
        byte[] file = Saved();
        var version = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(version, 99);
        Error(Forged(file, 8, version)).ShouldContain("version 99");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_forged_file_is_refused_without_harm(string family)
    {
        byte[] file = Saved(family);
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(12));
        int refused = 0;
        for (int at = 28; at < file.Length - 36; at += at < headerLength ? 13 : Math.Max(13, file.Length / 300))
        {
            byte[] forged = Forged(file, at, [0xFF, 0xFF, 0xFF, 0x7F]);
            try
            {
                // Some changes make another, valid model; those must be safe to sample.
                Tables.Join(ModelFile.Load(new MemoryStream(forged)).Schema, []).RowCount.ShouldBe(0);
            }
            catch (TableException)
            {
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(headerLength / 26, "most changes of the header break it");
        Error(Forged(file, 28, "{}"u8.ToArray())).ShouldContain("cannot be understood");
    }

    [Fact]
    public void A_family_that_is_not_there_is_named()
    {
        byte[] file = Saved();
        int at = file.AsSpan().IndexOf("\"core\""u8);
        Error(Forged(file, at, "\"core2"u8.ToArray())).ShouldContain("cannot be understood");
        Error(Forged(file, at, "\"corf\""u8.ToArray())).ShouldContain("corf");
    }

    [Fact]
    public void Only_models_of_this_library_are_saved() =>
        Should.Throw<ArgumentException>(() => ModelFile.Save(new NoModel(), new MemoryStream()));

    [Fact]
    public void An_unknown_family_is_refused_with_the_known_ones()
    {
        Should.Throw<TableException>(() => Synthesizers.Get("magic")).Message.ShouldContain("core");
        Synthesizers.All.Select(family => family.Name).ShouldContain("core");
    }

    private sealed class NoModel : IFittedModel
    {
        public string Family => "none";

        public IReadOnlyList<ColumnSchema> Schema => [];

        public int TrainingRows => 0;

        public IEnumerable<Table> Sample(SampleOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) => [];

        public void Save(Stream stream)
        {
        }
    }
}
