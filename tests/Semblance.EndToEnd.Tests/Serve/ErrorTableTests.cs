using System.Globalization;
using System.Text;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>Every row of the documented table of errors, with its status and its very words, and which of two faults is told.</summary>
public sealed class ErrorTableTests(SharedServer server) : IClassFixture<SharedServer>
{
    private const string Boundary = "a-boundary";
    private const string ContentType = "Content-Type: multipart/form-data; boundary=" + Boundary;
    private const string MissingFile = "Missing 'file' in multipart form-data";
    private const string CreditsFailed = "Failed to update credits for your Semblance API key";
    private const string KeyNotRead = "Failed to read Semblance api-key from supplied header";
    private const string TooLarge = "Payload too large (limit 0.5GB)";
    private const string TooSmall = "Synthesis failed: Semblance API needs more than 40 rows and more than 2 columns of real data";

    /// <summary>What can be wrong with a request, in the order in which it is looked at.</summary>
    private static readonly Fault[] s_faults =
    [
        new("rows", 400, "Missing 'rows' header", request => request.Headers.Remove("rows")),
        new("algo", 400, "'algo' must be one of core, flagship", request => request.Headers["algo"] = "best"),
        new("no key", 400, KeyNotRead, request => request.Headers.Remove("api-key")),
        new("unknown key", 500, CreditsFailed, request => request.Headers["api-key"] = "sem_0123456789ab_unknown"),
        new("size", 413, TooLarge, request => request.Headers["Content-Length"] = "500000001"),
        new("part", 400, MissingFile, request => request.PartName = "table"),
        new("type", 415, "Unsupported file type.", request => request.FileName = "table.xlsx"),
        new("parsing", 422, "Failed to parse input .csv/.parquet: ", request => request.Table = [0, 1, 2, 3, 0, 255]),
        new("synthesis", 500, TooSmall, request => request.Table = MadeTables.Csv(40)),
    ];

    public static TheoryData<string, string> PairsOfFaults()
    {
        var pairs = new TheoryData<string, string>();
        for (int i = 0; i < s_faults.Length; i++)
        {
            for (int j = i + 1; j < s_faults.Length; j++)
            {
                if ((s_faults[i].Name, s_faults[j].Name) is not ("no key", "unknown key") and not ("parsing", "synthesis"))
                {
                    pairs.Add(s_faults[i].Name, s_faults[j].Name);
                }
            }
        }
        return pairs;
    }

    [Fact]
    public async Task A_request_without_faults_is_answered()
    {
        RawAnswer answer = await RawHttp.SendAsync(server.Process.Address, Usual().Bytes());
        answer.Status.ShouldBe(200, Encoding.UTF8.GetString(answer.Body));
        Encoding.UTF8.GetString(answer.Body).Split('\n').Length.ShouldBe(7, "a header, five rows and the end of the last");
    }

    [Theory]
    [InlineData(null, 400, "Missing 'rows' header")]
    [InlineData("", 400, "Missing 'rows' header")]
    [InlineData("many", 400, "'rows' must be an integer")]
    [InlineData("10.5", 400, "'rows' must be an integer")]
    [InlineData("1e3", 400, "'rows' must be an integer")]
    [InlineData("1,000", 400, "'rows' must be an integer")]
    [InlineData("0x10", 400, "'rows' must be an integer")]
    [InlineData("\u0661", 400, "'rows' must be an integer")]
    [InlineData("0", 400, "'rows' must be > 0")]
    [InlineData("-1", 400, "'rows' must be > 0")]
    [InlineData("-99999999999999999999999", 400, "'rows' must be > 0")]
    public async Task Rows(string? rows, int status, string error)
    {
        RawRequest request = Usual();
        request.Headers.Remove("rows");
        if (rows is not null)
        {
            request.Headers["rows"] = rows;
        }
        await ExpectAsync(request, status, error);
    }

    [Fact]
    public async Task Rows_without_end_are_refused_at_once() =>
        (await RefusedAsync(Usual(request => request.Headers["rows"] = "99999999999999999999999999"), 400)).ShouldStartWith("'rows' must be <= ");

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/mixed; boundary=" + Boundary)]
    [InlineData("text/csv")]
    [InlineData(null)]
    public Task A_body_that_is_no_form(string? type) => ExpectAsync(Usual(request => request.ContentType = type), 400, MissingFile);

    [Fact]
    public Task A_form_without_parts() => ExpectAsync(Usual(request => request.Body = Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")), 400, MissingFile);

    [Fact]
    public Task A_body_of_nothing() => ExpectAsync(Usual(request => request.Body = []), 400, MissingFile);

    [Fact]
    public Task A_second_part()
    {
        byte[] first = RawHttp.Form(Boundary, "file", "table.csv", MadeTables.Csv(60));
        byte[] end = Encoding.ASCII.GetBytes($"--{Boundary}--\r\n");
        byte[] both = [.. first[..^end.Length], .. RawHttp.Form(Boundary, "file", "table.csv", MadeTables.Csv(60))];
        return ExpectAsync(Usual(request => request.Body = both), 400, MissingFile);
    }

    [Fact]
    public Task A_value_in_place_of_a_file() => ExpectAsync(
        Usual(request => request.Body = Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na,b,c\r\n--{Boundary}--\r\n")), 415, "Unsupported file type.");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public Task A_key_of_nothing(string key) => ExpectAsync(Usual(request => request.Headers["api-key"] = key), 400, KeyNotRead);

    [Theory]
    [InlineData("unknown")]
    [InlineData("sem_")]
    [InlineData("sem_000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("' OR 1=1 --")]
    public Task A_key_that_opens_nothing(string key) => ExpectAsync(Usual(request => request.Headers["api-key"] = key), 500, CreditsFailed);

    [Fact]
    public async Task A_key_that_was_revoked()
    {
        string key = server.Process.CreateKey("30", "revoked");
        await ExpectAnswerAsync(Usual(request => request.Headers["api-key"] = key));
        ProgramRun.Run("keys", "revoke", "--name", "revoked", "--data", server.Process.Data).Code.ShouldBe(0);
        await ExpectAsync(Usual(request => request.Headers["api-key"] = key), 500, CreditsFailed);
    }

    [Fact]
    public async Task A_key_with_too_few_credits()
    {
        string key = server.Process.CreateKey("0.001", "poor");
        await ExpectAsync(Usual(request => (request.Headers["api-key"], request.Headers["rows"]) = (key, "11")), 500, CreditsFailed);
        await ExpectAsync(Usual(request => (request.Headers["api-key"], request.Headers["rows"], request.Headers["algo"]) = (key, "6", "flagship")), 500, CreditsFailed);
        await ExpectAnswerAsync(Usual(request => (request.Headers["api-key"], request.Headers["rows"]) = (key, "6")));
        await ExpectAsync(Usual(request => (request.Headers["api-key"], request.Headers["rows"]) = (key, "5")), 500, CreditsFailed);
        await ExpectAnswerAsync(Usual(request => (request.Headers["api-key"], request.Headers["rows"]) = (key, "4")));
        server.Process.KeyCalled("poor").Left.ShouldBe("0");
    }

    [Fact]
    public async Task A_body_that_grows_too_large_without_saying_so()
    {
        using var folder = new TemporaryFolder();
        using ServerProcess small = ServerProcess.Start(folder["data"], new() { ["MAX_UPLOAD"] = "1000000" });
        byte[] chunk = [.. Encoding.ASCII.GetBytes("40000\r\n"), .. Enumerable.Repeat((byte)'7', 0x40000), .. Encoding.ASCII.GetBytes("\r\n")];
        byte[] start = [.. Encoding.ASCII.GetBytes("80\r\n" + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"table.csv\"\r\n\r\n".PadRight(0x80, '7') + "\r\n")];
        RawRequest request = Usual(request => (request.Headers["api-key"], request.Headers["Transfer-Encoding"]) = (small.AdminKey, "chunked"));
        // The end of the body is never sent: the answer does not wait for it.
        request.Body = [.. start, .. chunk, .. chunk, .. chunk, .. chunk];
        RawAnswer answer = await RawHttp.SendAsync(small.Address, request.Bytes());
        (answer.Status, answer.Error()).ShouldBe((413, TooLarge));
        small.Spooled.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("table.txt")]
    [InlineData("table")]
    [InlineData("")]
    [InlineData("table.csv.gz")]
    [InlineData("csv")]
    public Task A_file_of_another_type(string name) => ExpectAsync(Usual(request => request.FileName = name), 415, "Unsupported file type.");

    [Theory]
    [InlineData("table.CSV")]
    [InlineData("../../etc/passwd.csv")]
    [InlineData("C:\\Users\\me\\table.csv")]
    [InlineData("ta\"ble.csv")]
    public Task A_file_of_any_name(string name) => ExpectAnswerAsync(Usual(request => request.FileName = name.Replace("\"", "\\\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("table.csv", "")]
    [InlineData("table.csv", "\0\u0001\u0002\0")]
    [InlineData("table.parquet", "a,b,c\n1,2,3\n")]
    [InlineData("table.parquet", "PAR1PAR1")]
    [InlineData("table.parquet", "")]
    [InlineData("table.csv", "a,b,c\n\"1,2,3\n")]
    public async Task A_file_that_cannot_be_read(string name, string content) =>
        (await RefusedAsync(Usual(request => (request.FileName, request.Table) = (name, Encoding.UTF8.GetBytes(content))), 422)).ShouldStartWith("Failed to parse input .csv/.parquet: ");

    [Fact]
    public Task A_table_of_too_few_rows() => ExpectAsync(Usual(request => request.Table = MadeTables.Csv(40)), 500, TooSmall);

    [Fact]
    public Task A_table_of_enough_rows() => ExpectAnswerAsync(Usual(request => request.Table = MadeTables.Csv(41)));

    [Fact]
    public Task A_table_of_too_few_columns() =>
        ExpectAsync(Usual(request => request.Table = Encoding.ASCII.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 7}\n")))), 500, TooSmall);

    [Fact]
    public Task A_table_of_enough_columns() =>
        ExpectAnswerAsync(Usual(request => request.Table = Encoding.ASCII.GetBytes("a,b,c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 7},{i % 2}\n")))));

    [Fact]
    public async Task An_answer_that_cannot_be_written()
    {
        using var folder = new TemporaryFolder();
        string spool = Directory.CreateDirectory(folder["data"]).CreateSubdirectory("spool").FullName;
        // A disk of one megabyte for what requests need, seen by the server alone.
        string[] wrapper = ["unshare", "--map-root-user", "--mount", "bash", "-c", $"mount -t tmpfs -o size=1m tmpfs '{spool}' && exec \"$@\"", "bash"];
        Assert.SkipUnless(OperatingSystem.IsLinux() && Tool.Works([.. wrapper, "true"]), "Nobody may mount a disk here.");
        using ServerProcess full = ServerProcess.Start(folder["data"], wrapper: wrapper);
        RawRequest request = Usual(request => (request.Headers["api-key"], request.Headers["rows"]) = (full.CreateKey("100", "writer"), "60000"));
        RawAnswer answer = await RawHttp.SendAsync(full.Address, request.Bytes());
        answer.Error().ShouldStartWith("Failed to serialize output: ");
        answer.Status.ShouldBe(500);
        KeyLine key = full.KeyCalled("writer");
        (key.Used, key.Left).ShouldBe((0, "100"), "nobody pays for an answer that was not made");
        Directory.GetFileSystemEntries($"/proc/{full.Id}/root{spool}").ShouldBeEmpty();
        request.Headers["rows"] = "5";
        request.Table = MadeTables.Csv(60_000);
        (await RawHttp.SendAsync(full.Address, request.Bytes())).Error().ShouldBe("Synthesis failed: the table cannot be kept on the server's disk");
        request.Table = MadeTables.Csv(60);
        (await RawHttp.SendAsync(full.Address, request.Bytes())).Status.ShouldBe(200, "there is room again");
    }

    [Theory]
    [InlineData("seed", "-1", "'seed' must be an integer")]
    [InlineData("seed", "first", "'seed' must be an integer")]
    [InlineData("privacy", "perhaps", "'privacy' must be true or false")]
    [InlineData("conditions", "city=Oslo", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "%7B%22city%22%3A", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "[1]", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "{\"city\":\"Paris\"}", "'conditions' cannot be met")]
    [InlineData("conditions", "{\"colour\":\"red\"}", "'conditions' cannot be met")]
    public Task Headers_of_ours(string name, string value, string error) => ExpectAsync(Usual(request => request.Headers[name] = value), 400, error);

    [Theory]
    [MemberData(nameof(PairsOfFaults))]
    public async Task Of_two_faults_the_first_in_the_documented_order_is_told(string first, string second)
    {
        RawRequest request = Usual();
        Fault told = Array.Find(s_faults, fault => fault.Name == first)!;
        told.Make(request);
        Array.Find(s_faults, fault => fault.Name == second)!.Make(request);
        string error = await RefusedAsync(request, told.Status);
        error.ShouldStartWith(told.Error);
    }

    private RawRequest Usual(Action<RawRequest>? change = null)
    {
        var request = new RawRequest { Headers = { ["api-key"] = server.Process.AdminKey, ["rows"] = "5" } };
        change?.Invoke(request);
        return request;
    }

    private async Task ExpectAsync(RawRequest request, int status, string error) => (await RefusedAsync(request, status)).ShouldBe(error);

    private async Task<string> RefusedAsync(RawRequest request, int status)
    {
        RawAnswer answer = await RawHttp.SendAsync(server.Process.Address, request.Bytes());
        answer.Status.ShouldBe(status, Encoding.UTF8.GetString(answer.Body));
        return answer.Error();
    }

    private async Task ExpectAnswerAsync(RawRequest request)
    {
        RawAnswer answer = await RawHttp.SendAsync(server.Process.Address, request.Bytes());
        answer.Status.ShouldBe(200, Encoding.UTF8.GetString(answer.Body));
    }

    private sealed record Fault(string Name, int Status, string Error, Action<RawRequest> Make);

    /// <summary>A request that can be spoilt in one place after another.</summary>
    private sealed class RawRequest
    {
        public Dictionary<string, string> Headers { get; } = [];

        public string? ContentType { get; set; } = ErrorTableTests.ContentType["Content-Type: ".Length..];

        public string PartName { get; set; } = "file";

        public string FileName { get; set; } = "table.csv";

        public byte[] Table { get; set; } = MadeTables.Csv(60);

        /// <summary>The whole body; null for a form with the table.</summary>
        public byte[]? Body { get; set; }

        public byte[] Bytes()
        {
            byte[] body = Body ?? RawHttp.Form(Boundary, PartName, FileName, Table);
            IEnumerable<string> lines = Headers.Select(header => $"{header.Key}: {header.Value}");
            return RawHttp.Post(ContentType is null ? lines : lines.Append($"Content-Type: {ContentType}"), body);
        }
    }
}
