using System.Globalization;
using System.Text.Json;
using Semblance.Server.Hosting;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Files;

namespace Semblance.Cli.Jobs;

/// <summary>Makes, lists and revokes keys in the workspace of a server, which may be running.</summary>
internal sealed class KeysJob(Terminal terminal, string? data)
{
    private const string UsualName = "key";
    private const int PageSize = 500;
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Makes a key and prints it.</summary>
    public int Create(string? name, string? credits, string? account, bool admin)
    {
        ServerSettings settings = Settings();
        long? micros = settings.CreditsMicros;
        if (credits is not null && !CreditAmount.TryParseAllowance(credits, out micros))
        {
            throw new UsageException($"--credits must be a number of credits such as 30 or 0.5, or unlimited; '{credits}' is not.");
        }
        CheckName("--name", name);
        CheckName("--account", account);
        var wish = new NewKey(name ?? UsualName, admin ? KeyScopeNames.ForAdministrators : KeyScopeNames.ForUsers, micros, account);
        MadeKey made = InWorkspace(settings, workspace => workspace.Keys.CreateAsync(wish));
        terminal.Out.WriteLine(made.Text);
        terminal.Error.WriteLine($"Key '{made.Key.Name}' ({made.Key.Id}) for account '{made.Key.Account.Name}', {CreditAmount.FormatAllowance(micros)} credits a month. It is not shown again.");
        return ExitCode.Ok;
    }

    /// <summary>Prints all keys, never their secrets.</summary>
    public int List(string? search, bool json)
    {
        List<KeyLine> lines = InWorkspace(Settings(), async workspace =>
        {
            var all = new List<KeyLine>();
            for (int total = 1; all.Count < total;)
            {
                (IReadOnlyList<ApiKey> keys, total) = await workspace.Keys.ListAsync(search, PageSize, all.Count).ConfigureAwait(false);
                foreach (ApiKey key in keys)
                {
                    CreditBalance balance = await workspace.Ledger.BalanceAsync(key).ConfigureAwait(false);
                    all.Add(new KeyLine(
                        key.Id, key.Prefix, key.Name, key.Account.Name, KeyScopeNames.Of(key.Scopes), CreditAmount.FormatAllowance(key.MonthlyMicros),
                        CreditAmount.Format(balance.SettledMicros), CreditAmount.FormatAllowance(balance.LeftMicros), key.CreatedAt, key.RevokedAt));
                }
                if (keys.Count == 0)
                {
                    break;
                }
            }
            return all;
        });
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(lines, s_json));
            return ExitCode.Ok;
        }
        string[][] table =
        [
            ["ID", "PREFIX", "NAME", "ACCOUNT", "SCOPES", "CREDITS", "USED", "LEFT", "CREATED", "STATE"],
            .. lines.Select(line => new[]
            {
                line.Id.ToString(), line.Prefix, line.Name, line.Account, string.Join(',', line.Scopes), line.Credits, line.Used, line.Left,
                line.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), line.RevokedAt is null ? "in force" : "revoked",
            }),
        ];
        int[] widths = [.. table[0].Select((_, column) => table.Max(row => row[column].Length))];
        foreach (string[] row in table)
        {
            terminal.Out.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
        return ExitCode.Ok;
    }

    /// <summary>Ends a key.</summary>
    public int Revoke(string? id, string? name)
    {
        if ((id is null) == (name is null))
        {
            throw new UsageException("'semblance keys revoke' needs the id of a key or its --name, one of them.", "'semblance keys list' shows both.");
        }
        ApiKey revoked = InWorkspace(Settings(), async workspace =>
        {
            string? which = id;
            if (name is not null)
            {
                ApiKey[] named = await workspace.Keys.InForceAsync(name).ConfigureAwait(false);
                which = named.Length switch
                {
                    1 => named[0].Id.ToString(),
                    0 => throw new UsageException($"There is no key in force called '{name}'.", "'semblance keys list' shows all keys."),
                    int several => throw new UsageException($"{several} keys are called '{name}'; give the id of one.", "'semblance keys list' shows all keys."),
                };
            }
            return await workspace.Keys.RevokeAsync(which!).ConfigureAwait(false) ?? throw new UsageException($"There is no key '{which}'.", "'semblance keys list' shows all keys.");
        });
        terminal.Error.WriteLine($"Key '{revoked.Name}' ({revoked.Id}) opens nothing any more.");
        return ExitCode.Ok;
    }

    private static void CheckName(string option, string? name)
    {
        if (name is not null && (name.Length is 0 or > KeyStore.LongestName || name.Any(char.IsControl)))
        {
            throw new UsageException($"{option} must have 1 to {KeyStore.LongestName} characters, all of them printable.");
        }
    }

    private static T InWorkspace<T>(ServerSettings settings, Func<WorkspaceHome, Task<T>> work)
    {
        async Task<T> RunAsync()
        {
            using WorkspaceHome workspace = await WorkspaceHome.OpenAsync(DataFolder.Open(settings.Data), settings.Database, TimeProvider.System).ConfigureAwait(false);
            return await work(workspace).ConfigureAwait(false);
        }
        return RunAsync().GetAwaiter().GetResult();
    }

    private ServerSettings Settings() => SettingsReader.Read(new Dictionary<string, string?> { [nameof(ServerSettings.Data)] = data });

    private sealed record KeyLine(
        Guid Id, string Prefix, string Name, string Account, string[] Scopes, string Credits, string Used, string Left, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
}
