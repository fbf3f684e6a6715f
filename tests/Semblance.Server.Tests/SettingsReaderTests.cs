using System.Net;
using Semblance.Cli.Tests;
using Semblance.Server.Hosting;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Options_come_before_variables_before_the_file_before_the_defaults()
    {
        string file = _folder.Write("appsettings.json", """
            { // what an operator writes
              "Urls": "http://file:1", "Data": "/file", "MaxRows": 3, "queue": "7", "Credits": "unlimited", }
            """);
        ServerSettings settings = Read(new() { ["Urls"] = "http://option:1" }, new() { ["SEMBLANCE_URLS"] = "http://variable:1", ["SEMBLANCE_DATA"] = "/variable", ["SEMBLANCE_MAX_UPLOAD"] = "5000" }, file);
        settings.Urls.ShouldBe("http://option:1");
        settings.Data.ShouldBe("/variable");
        settings.MaxUpload.ShouldBe(5_000);
        settings.MaxRows.ShouldBe(3);
        settings.Queue.ShouldBe(7);
        settings.CreditsMicros.ShouldBeNull();
        settings.KeyRate.ShouldBe(600);
        settings.LogFormat.ShouldBe(LogFormat.Text);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        ServerSettings settings = Read([], new()
        {
            ["SEMBLANCE_DATABASE"] = "Host=db",
            ["SEMBLANCE_CERTIFICATE"] = "a.pem",
            ["SEMBLANCE_CERTIFICATE_KEY"] = "a.key",
            ["SEMBLANCE_WORKERS"] = "3",
            ["SEMBLANCE_REQUEST_MINUTES"] = "4",
            ["SEMBLANCE_KEY_RATE"] = "0",
            ["SEMBLANCE_ADDRESS_RATE"] = "5",
            ["SEMBLANCE_DESCRIBE_RATE"] = "8",
            ["SEMBLANCE_DESCRIBE_WORKERS"] = "9",
            ["SEMBLANCE_DESCRIBE_SECONDS"] = "10",
            ["SEMBLANCE_CATALOG"] = "/catalog",
            ["SEMBLANCE_PLANNER_MODEL"] = "planner",
            ["SEMBLANCE_PLANNER_URL"] = "http://planner/v1",
            ["SEMBLANCE_CREDITS"] = "12.5",
            ["SEMBLANCE_TRUSTED_PROXIES"] = "10.0.0.1, ::1",
            ["SEMBLANCE_SHUTDOWN_SECONDS"] = "6",
            ["SEMBLANCE_LOG_FORMAT"] = "json",
            ["SEMBLANCE_LOG_LEVEL"] = "warning",
        });
        settings.ShouldSatisfyAllConditions(
            () => settings.Database.ShouldBe("Host=db"),
            () => settings.Certificate.ShouldBe("a.pem"),
            () => settings.CertificateKey.ShouldBe("a.key"),
            () => settings.Workers.ShouldBe(3),
            () => settings.RequestMinutes.ShouldBe(4),
            () => settings.KeyRate.ShouldBe(0),
            () => settings.AddressRate.ShouldBe(5),
            () => settings.DescribeRate.ShouldBe(8),
            () => settings.DescribeWorkers.ShouldBe(9),
            () => settings.DescribeSeconds.ShouldBe(10),
            () => settings.Catalog.ShouldBe("/catalog"),
            () => settings.PlannerModel.ShouldBe("planner"),
            () => settings.PlannerUrl.ShouldBe(new Uri("http://planner/v1")),
            () => settings.CreditsMicros.ShouldBe(12_500_000),
            () => settings.TrustedProxies.ShouldBe([IPAddress.Parse("10.0.0.1"), IPAddress.IPv6Loopback]),
            () => settings.ShutdownSeconds.ShouldBe(6),
            () => settings.LogFormat.ShouldBe(LogFormat.Json),
            () => settings.LogLevel.ShouldBe(Microsoft.Extensions.Logging.LogLevel.Warning));
    }

    [Theory]
    [InlineData("SEMBLANCE_WORKERS", "0", "SEMBLANCE_WORKERS must be a whole number from 1 to 1,024; '0' is not.")]
    [InlineData("SEMBLANCE_MAX_ROWS", "many", "SEMBLANCE_MAX_ROWS must be a whole number from 1 to 1,000,000,000,000; 'many' is not.")]
    [InlineData("SEMBLANCE_CREDITS", "-1", "SEMBLANCE_CREDITS must be a number of credits such as 30 or 0.5, or unlimited; '-1' is not.")]
    [InlineData("SEMBLANCE_TRUSTED_PROXIES", "proxy", "SEMBLANCE_TRUSTED_PROXIES must be IP addresses; 'proxy' is not one.")]
    [InlineData("SEMBLANCE_PLANNER_URL", "ftp://planner", "SEMBLANCE_PLANNER_URL names a language model's service, but no setting names the model: PlannerModel is missing.")]
    [InlineData("SEMBLANCE_LOG_FORMAT", "1", "SEMBLANCE_LOG_FORMAT must be one of Text, Json; '1' is not.")]
    public void A_setting_that_cannot_be_used_is_named(string variable, string value, string sentence) =>
        Should.Throw<SettingsException>(() => Read([], new() { [variable] = value })).Message.ShouldBe(sentence);

    [Fact]
    public void A_file_that_is_no_json_is_named()
    {
        string file = _folder.Write("appsettings.json", "{ Urls: ");
        Should.Throw<SettingsException>(() => Read([], [], file)).Message.ShouldStartWith($"{file} cannot be read as JSON: ");
    }

    private ServerSettings Read(Dictionary<string, string?> options, Dictionary<string, string> variables, string? file = null) =>
        SettingsReader.Read(options, variables.GetValueOrDefault, file ?? _folder["none.json"]);
}
