using System.Globalization;
using System.Net;
using System.Text.Json;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Files;
using Semblance.Workspace.Webhooks;

namespace Semblance.Server.Hosting;

/// <summary>
/// Reads the settings: what the command line says comes first, then variables of the environment (SEMBLANCE_MAX_ROWS), then
/// appsettings.json in the current folder ("MaxRows"), then the defaults.
/// </summary>
public static class SettingsReader
{
    /// <summary>What the names of all variables begin with.</summary>
    public const string VariablePrefix = "SEMBLANCE_";

    /// <summary>The file of settings.</summary>
    public const string FileName = "appsettings.json";

    /// <summary>Reads the settings of this process.</summary>
    /// <param name="options">What the command line says, by the name of the setting; null where it says nothing.</param>
    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    public static ServerSettings Read(IReadOnlyDictionary<string, string?> options) =>
        Read(options, Environment.GetEnvironmentVariable, Path.Combine(Environment.CurrentDirectory, FileName));

    /// <summary>Reads the settings.</summary>
    /// <param name="options">What the command line says, by the name of the setting; null where it says nothing.</param>
    /// <param name="variable">The value of a variable of the environment, or null.</param>
    /// <param name="file">The file of settings, which need not exist.</param>
    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    public static ServerSettings Read(IReadOnlyDictionary<string, string?> options, Func<string, string?> variable, string file)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(variable);
        Dictionary<string, string> fromFile = ReadFile(file);
        Setting Find(string name)
        {
            if (options.GetValueOrDefault(name) is { } option)
            {
                return new Setting("--" + JsonNamingPolicy.KebabCaseLower.ConvertName(name), option);
            }
            string variableName = VariablePrefix + JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
            return variable(variableName) is { Length: > 0 } value
                ? new Setting(variableName, value)
                : new Setting($"{name} in {FileName}", fromFile.GetValueOrDefault(name));
        }
        var usual = new ServerSettings { Data = "" };
        if (Find(nameof(ServerSettings.PlannerUrl)) is { Text: not null } url && Find(nameof(ServerSettings.PlannerModel)).Text is null)
        {
            throw new SettingsException($"{url.Origin} names a language model's service, but no setting names the model: PlannerModel is missing.");
        }
        WebhookAddresses hosts = Find(nameof(ServerSettings.WebhookHosts)).Hosts();
        Setting secret = Find(nameof(ServerSettings.WebhookSecret));
        if (hosts.AllowSome && secret.Text is not { Length: >= ServerSettings.ShortestSecret })
        {
            throw new SettingsException($"{secret.Origin} must be a secret of at least {ServerSettings.ShortestSecret} characters, since {nameof(ServerSettings.WebhookHosts)} allows callbacks, which are signed with it.");
        }
        return new ServerSettings
        {
            WebhookHosts = hosts,
            WebhookSecret = secret.Text,
            DescribeDisk = Find(nameof(ServerSettings.DescribeDisk)).WholeNumber(usual.DescribeDisk, 0, 1_000_000_000_000_000),
            DescribeKeepHours = (int)Find(nameof(ServerSettings.DescribeKeepHours)).WholeNumber(usual.DescribeKeepHours, 1, 100_000),
            Urls = Find(nameof(ServerSettings.Urls)).Text ?? usual.Urls,
            Data = Find(nameof(ServerSettings.Data)).Text ?? DataFolder.UsualRoot ?? throw new SettingsException("This user has no folder for application data; name one with --data DIR."),
            Database = Find(nameof(ServerSettings.Database)).Text,
            Artifacts = Find(nameof(ServerSettings.Artifacts)).Text,
            S3Url = Find(nameof(ServerSettings.S3Url)) is { Text: not null } s3 ? s3.Address(new Uri("http://127.0.0.1:9000")) : null,
            S3Region = Find(nameof(ServerSettings.S3Region)).Text ?? usual.S3Region,
            S3Key = Find(nameof(ServerSettings.S3Key)).Text,
            Certificate = Find(nameof(ServerSettings.Certificate)).Text,
            CertificateKey = Find(nameof(ServerSettings.CertificateKey)).Text,
            Workers = (int)Find(nameof(ServerSettings.Workers)).WholeNumber(usual.Workers, 1, 1024),
            Queue = (int)Find(nameof(ServerSettings.Queue)).WholeNumber(usual.Queue, 0, 100_000),
            MaxRows = Find(nameof(ServerSettings.MaxRows)).WholeNumber(usual.MaxRows, 1, 1_000_000_000_000),
            MaxUpload = Find(nameof(ServerSettings.MaxUpload)).WholeNumber(usual.MaxUpload, 1_000, 100_000_000_000),
            RequestMinutes = (int)Find(nameof(ServerSettings.RequestMinutes)).WholeNumber(usual.RequestMinutes, 1, 10_000),
            KeyRate = (int)Find(nameof(ServerSettings.KeyRate)).WholeNumber(usual.KeyRate, 0, 100_000_000),
            AddressRate = (int)Find(nameof(ServerSettings.AddressRate)).WholeNumber(usual.AddressRate, 0, 100_000_000),
            DescribeRate = (int)Find(nameof(ServerSettings.DescribeRate)).WholeNumber(usual.DescribeRate, 0, 100_000_000),
            DescribeWorkers = (int)Find(nameof(ServerSettings.DescribeWorkers)).WholeNumber(usual.DescribeWorkers, 1, 1024),
            DescribeSeconds = (int)Find(nameof(ServerSettings.DescribeSeconds)).WholeNumber(usual.DescribeSeconds, 1, 100_000),
            Catalog = Find(nameof(ServerSettings.Catalog)).Text,
            PlannerModel = Find(nameof(ServerSettings.PlannerModel)).Text,
            PlannerUrl = Find(nameof(ServerSettings.PlannerUrl)).Address(usual.PlannerUrl),
            CreditsMicros = Find(nameof(ServerSettings.CreditsMicros)[..^"Micros".Length]).Credits(usual.CreditsMicros),
            Jobs = (int)Find(nameof(ServerSettings.Jobs)).WholeNumber(usual.Jobs, 0, 1024),
            JobsPerAccount = (int)Find(nameof(ServerSettings.JobsPerAccount)).WholeNumber(usual.JobsPerAccount, 0, 100_000),
            JobMinutes = (int)Find(nameof(ServerSettings.JobMinutes)).WholeNumber(usual.JobMinutes, 1, 100_000),
            SplitRows = Find(nameof(ServerSettings.SplitRows)).WholeNumber(usual.SplitRows, 1, 1_000_000_000_000),
            CheckpointSeconds = (int)Find(nameof(ServerSettings.CheckpointSeconds)).WholeNumber(usual.CheckpointSeconds, 0, 100_000),
            TrustedProxies = Find(nameof(ServerSettings.TrustedProxies)).Addresses(),
            ShutdownSeconds = (int)Find(nameof(ServerSettings.ShutdownSeconds)).WholeNumber(usual.ShutdownSeconds, 0, 120),
            LogFormat = Find(nameof(ServerSettings.LogFormat)).OneOf(usual.LogFormat),
            LogLevel = Find(nameof(ServerSettings.LogLevel)).OneOf(usual.LogLevel),
        };
    }

    private static Dictionary<string, string> ReadFile(string path)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return found;
        }
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), options);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                {
                    found[property.Name] = property.Value.ToString();
                }
            }
            return found;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path} cannot be read as JSON: {exception.Message}", exception);
        }
    }

    private readonly record struct Setting(string Origin, string? Text)
    {
        public long WholeNumber(long usual, long least, long most) =>
            Text is null ? usual
            : long.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most ? value
            : throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{Origin} must be a whole number from {least:N0} to {most:N0}; '{Text}' is not."));

        public long? Credits(long? usual) =>
            Text is null ? usual
            : CreditAmount.TryParseAllowance(Text, out long? micros) ? micros
            : throw new SettingsException($"{Origin} must be a number of credits such as 30 or 0.5, or unlimited; '{Text}' is not.");

        public Uri Address(Uri usual) =>
            Text is null ? usual
            : Uri.TryCreate(Text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
            : throw new SettingsException($"{Origin} must be an address such as {usual}; '{Text}' is not.");

        public WebhookAddresses Hosts()
        {
            try
            {
                return WebhookAddresses.Parse((Text ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries));
            }
            catch (FormatException exception)
            {
                throw new SettingsException($"{Origin} must be hosts, addresses or networks such as hooks.example.com, *.example.com or 10.0.0.0/8, or *: {exception.Message}", exception);
            }
        }

        public List<IPAddress> Addresses()
        {
            var addresses = new List<IPAddress>();
            foreach (string word in (Text ?? "").Split(',', ' ', ';'))
            {
                if (word.Length > 0)
                {
                    addresses.Add(IPAddress.TryParse(word, out IPAddress? address) ? address : throw new SettingsException($"{Origin} must be IP addresses; '{word}' is not one."));
                }
            }
            return addresses;
        }

        public T OneOf<T>(T usual)
            where T : struct, Enum =>
            Text is null ? usual
            : !char.IsAsciiDigit(Text[0]) && Enum.TryParse(Text, ignoreCase: true, out T value) ? value
            : throw new SettingsException($"{Origin} must be one of {string.Join(", ", Enum.GetNames<T>())}; '{Text}' is not.");
    }
}
