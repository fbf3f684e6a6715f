using System.Net;
using Semblance.Cli.Tests;
using Semblance.Server.Hosting;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class JobHostingTests
{
    [Fact]
    public async Task Readiness_says_whether_the_process_works_on_jobs()
    {
        await using TestServer idle = await TestServer.StartAsync();
        (await idle.Client.GetStringAsync("/health/ready")).ShouldBe("""{"status":"ok","queue":"off"}""");

        await using TestServer working = await TestServer.StartAsync(settings => settings with { Jobs = 1 });
        HttpResponseMessage answer = await working.Client.GetAsync("/health/ready");
        while (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"not_ready","queue":"starting"}""");
            await Task.Delay(20, TestContext.Current.CancellationToken);
            answer = await working.Client.GetAsync("/health/ready");
        }
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"ok","queue":"running"}""");
        (await working.Client.GetStringAsync("/health")).ShouldBe("""{"status":"ok"}""");
    }

    [Fact]
    public async Task A_node_needs_a_database_that_it_can_share_and_something_to_do()
    {
        using var folder = new TemporaryFolder();
        var settings = new ServerSettings { Data = folder["data"] };
        (await Should.ThrowAsync<SettingsException>(() => WorkerNode.StartAsync(settings))).Message.ShouldStartWith("'semblance work' needs a PostgreSQL database that it shares with the server: name it with SEMBLANCE_DATABASE.");
        (await Should.ThrowAsync<SettingsException>(() => WorkerNode.StartAsync(settings with { Database = "Host=nowhere", Jobs = 0 }))).Message.ShouldContain("at least 1 at a time");
    }

    [Theory]
    [InlineData("s3://", null, "Artifacts must be a folder or an address such as s3://bucket/prefix; 's3://' is neither.")]
    [InlineData("s3://bucket", "no-secret", "S3Key must be the id of an access key and its secret with a colon between them.")]
    public async Task Places_for_artifacts_that_cannot_be_used_are_named(string artifacts, string? key, string message)
    {
        using var folder = new TemporaryFolder();
        var settings = new ServerSettings { Data = folder["data"], Urls = "http://127.0.0.1:0", Artifacts = artifacts, S3Key = key };
        (await Should.ThrowAsync<SettingsException>(() => SemblanceServer.StartAsync(settings))).Message.ShouldBe(message);
    }

    [Fact]
    public void Settings_of_jobs_come_from_options_variables_and_the_file()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appsettings.json", """{"JobMinutes": 5, "SplitRows": 1000, "S3Url": "http://127.0.0.1:9000"}""");
        var variables = new Dictionary<string, string> { ["SEMBLANCE_JOBS_PER_ACCOUNT"] = "3", ["SEMBLANCE_S3_KEY"] = "id:secret", ["SEMBLANCE_ARTIFACTS"] = "s3://bucket/here", ["SEMBLANCE_CHECKPOINT_SECONDS"] = "0" };
        ServerSettings settings = SettingsReader.Read(new Dictionary<string, string?> { ["Data"] = folder.Folder, ["Jobs"] = "7" }, variables.GetValueOrDefault, file);
        (settings.Jobs, settings.JobsPerAccount, settings.JobMinutes, settings.SplitRows, settings.CheckpointSeconds).ShouldBe((7, 3, 5, 1000, 0));
        settings.ForWorkspace.S3!.ToString().ShouldBe("s3://bucket/here/");
        settings.ForWorkspace.S3!.SecretKey.ShouldBe("secret");
        settings.ForWorkspace.S3!.Url.ShouldBe(new Uri("http://127.0.0.1:9000"));
    }
}
