using System.Text.Json;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class KeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void A_key_is_made_listed_and_revoked()
    {
        (int code, string output, string error) = Run("create", "--name", "alice", "--credits", "2.5", "--account", "team");
        code.ShouldBe(0, error);
        string key = output.TrimEnd();
        key.ShouldMatch("^sem_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$");
        error.ShouldContain("Key 'alice'");
        error.ShouldNotContain(key);
        Run("create", "--admin", "--credits", "unlimited").Code.ShouldBe(0);

        string list = Run("list").Output;
        list.ShouldNotContain(key);
        string[] lines = list.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("ID ");
        lines.Single(line => line.Contains("alice", StringComparison.Ordinal)).ShouldMatch(@"alice +team +twin,model +2\.5 +0 +2\.5 +\d{4}-\d\d-\d\d +in force$");
        lines.Single(line => line.Contains("admin", StringComparison.Ordinal)).ShouldMatch(@"twin,model,admin +unlimited +0 +unlimited");
        JsonElement alice = JsonDocument.Parse(Run("list", "--json", "--name", "team").Output).RootElement.EnumerateArray().Single();
        alice.GetProperty("revoked_at").ValueKind.ShouldBe(JsonValueKind.Null);

        Run("revoke", "--name", "alice").Error.ShouldContain("opens nothing any more");
        Run("list").Output.ShouldContain("revoked");
        Run("revoke", alice.GetProperty("id").GetString()!).Code.ShouldBe(0, "a key that is revoked already stays so");
    }

    [Theory]
    [InlineData("create --credits many", "--credits must be a number of credits such as 30 or 0.5, or unlimited; 'many' is not.")]
    [InlineData("revoke", "'semblance keys revoke' needs the id of a key or its --name, one of them.")]
    [InlineData("revoke --name nobody", "There is no key in force called 'nobody'.")]
    [InlineData("revoke nobody", "There is no key 'nobody'.")]
    [InlineData("revoke --name twice", "2 keys are called 'twice'; give the id of one.")]
    [InlineData("forge", "'semblance keys' has no command 'forge'.")]
    public void What_cannot_be_done_is_said_in_one_sentence(string line, string sentence)
    {
        Run("create", "--name", "twice");
        Run("create", "--name", "twice");
        (int code, string output, string error) = Run(line.Split(' '));
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        error.Split('\n')[0].TrimEnd().ShouldBe("error: " + sentence);
    }

    [Fact]
    public void An_https_address_without_a_certificate_is_a_wrong_command_line()
    {
        (int code, _, string error) = Run(["serve", "--urls", "https://127.0.0.1:0", "--data", _folder["data"]]);
        code.ShouldBe(2);
        error.ShouldContain("error: https://127.0.0.1:0 needs a certificate");
    }

    private (int Code, string Output, string Error) Run(params string[] words)
    {
        if (words[0] is not "serve")
        {
            words = words[0] == "forge" ? ["keys", .. words] : ["keys", .. words, "--data", _folder["data"]];
        }
        var output = new StringWriter();
        var error = new StringWriter();
        var terminal = new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => new MemoryStream(), Out = output, Error = error };
        int code = CommandLine.Run(words, terminal, new PendingFiles());
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
