using System.Globalization;
using System.IO.Compression;
using System.Text;
using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Data.Parquet;
using Semblance.Numerics;

namespace Semblance.Cli.Bench.Server;

/// <summary>A request that no well-meaning client sends.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="IsCut">Whether the client leaves before it has sent what it announced: it then need not be answered.</param>
internal sealed record MalformedRequest(string Kind, byte[] Bytes, bool IsCut = false);

/// <summary>
/// Requests to <c>POST /generate</c> with something wrong: headers, multipart form, length, or the table inside. Each is a pure function of
/// the seed and its number. Some are answered with a table after all: a byte that was changed need not matter.
/// </summary>
internal sealed class MalformedRequests
{
    private const string Boundary = "8f1d3c5b7a9e";
    private static readonly string[] s_odd =
    [
        "", " ", "0", "-1", "1.5", "1e9", "NaN", "null", "true", "five", "99999999999999999999", "0x20", "+5", "5,5", "%00", "%zz", "%7B%7D", "{\"age\":", "[]", "{\"age\":{}}", "{\"age\":\"1\",\"age\":\"2\"}",
        "{\"nothing\":1}", "core,flagship", "CORE", "ctgan", "../../etc/passwd", "' OR 1=1 --", "<script>", "\u00e9\u00e8", "\u007f", new string('9', 200), new string('a', 5_000),
    ];

    private static readonly string[] s_names =
    [
        "table.csv", "table.parquet", "TABLE.PARQUET", "table", ".csv", "table.csv.exe", "../table.csv", "..\\table.parquet", "/dev/null.csv", "a\0b.csv", new string('x', 300) + ".csv", "table.csv.gz", "tab\\\"le.csv", "",
    ];

    private readonly Philox _random;
    private readonly int _first;
    private readonly string _key;
    private readonly byte[] _csv;
    private readonly byte[] _parquet;
    private readonly Func<Dice, MalformedRequest>[] _kinds;

    /// <summary>Requests from a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="key">A key in force; requests that spoil something else send it.</param>
    /// <param name="first">The number of the request that is the first here.</param>
    public MalformedRequests(ulong seed, string key, int first = 0)
    {
        _first = first;
        _random = new Philox(seed);
        _key = key;
        _csv = MakeCsv(60);
        _parquet = MakeParquet(_csv);
        _kinds = [Headers, HeaderSyntax, Form, Cut, Chunked, RandomParquet, ChangedParquet, ParquetBomb, RandomCsv, GzipBomb];
    }

    /// <summary>The request of a number.</summary>
    public MalformedRequest Make(int number)
    {
        number += _first;
        return _kinds[number % _kinds.Length](new Dice(_random, (ulong)number));
    }

    private static byte[] MakeCsv(int rows)
    {
        var text = new StringBuilder("age,city,joined,amount\n");
        for (int i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{20 + i * 7 % 50},{(i % 3) switch { 0 => "Oslo", 1 => "Rome", _ => "Lima" }},2026-01-{1 + i % 28:00},{i * 37 % 1000 / 100.0:0.00}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] MakeParquet(byte[] csv)
    {
        using var source = new MemoryStream(csv);
        CsvDocument document = CsvReader.Read(source, "table.csv");
        using var target = new MemoryStream();
        TableFiles.Write(target, TableFormat.Parquet, document.Table.Schema, [document.Table], new ParquetLayout { Codec = CompressionCodec.Gzip });
        return target.ToArray();
    }

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Part(string disposition, byte[] content) => [.. Ascii($"--{Boundary}\r\n{disposition}\r\n\r\n"), .. content, .. Ascii($"\r\n--{Boundary}--\r\n")];

    private static byte[] FilePart(string name, byte[] content) => Part($"Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"", content);

    private byte[] Post(byte[] body, string? type = "multipart/form-data; boundary=" + Boundary, string? length = null, string rows = "rows: 5")
    {
        string head = $"POST /generate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\napi-key: {_key}\r\n{rows}\r\n"
            + (type is null ? "" : $"Content-Type: {type}\r\n")
            + (length ?? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}")) + "\r\n\r\n";
        return [.. Ascii(head), .. body];
    }

    private MalformedRequest Headers(Dice dice)
    {
        string[] names = ["rows", "algo", "seed", "conditions", "privacy", "api-key"];
        var lines = new StringBuilder();
        foreach (string name in names)
        {
            // A value that is right, one that is not, two at once, or none.
            string right = name switch { "rows" => "5", "algo" => "core", "seed" => "1", "conditions" => "{}", "privacy" => "false", _ => _key };
            int choice = dice.Below(6);
            for (int copy = 0; copy < choice - 3; copy++)
            {
                lines.Append(name).Append(": ").Append(dice.Of(s_odd)).Append("\r\n");
            }
            if (choice is 2 or 3)
            {
                lines.Append(name).Append(": ").Append(right).Append("\r\n");
            }
        }
        byte[] body = FilePart("table.csv", _csv);
        byte[] head = Ascii($"POST /generate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}Content-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {body.Length}\r\n\r\n");
        return new MalformedRequest("headers", [.. head, .. body]);
    }

    private MalformedRequest HeaderSyntax(Dice dice)
    {
        byte[] body = FilePart("table.csv", _csv);
        string length = $"Content-Length: {body.Length}";
        byte[] bytes = dice.Below(20) switch
        {
            0 => Post(body, length: "Content-Length: -5"),
            1 => Post(body, length: "Content-Length: many"),
            2 => Post(body, length: length + "\r\nContent-Length: 7"),
            3 => Post(body, length: length + "\r\nTransfer-Encoding: chunked"),
            4 => Post(body, length: "Transfer-Encoding: gzip"),
            5 => Post(body, length: length + "\r\nno colon at all"),
            6 => Post(body, length: length + "\r\n: no name"),
            7 => Post(body, length: length + "\r\nx-null: a\0b"),
            8 => Post(body, length: length + "\r\nx-long: " + new string('a', 40_000)),
            9 => Post(body, length: length + string.Concat(Enumerable.Range(0, 200).Select(i => $"\r\nx-{i}: 1"))),
            10 => Post(body, length: length + "\r\nx folded: 1\r\n 2"),
            11 => Ascii($"POST /generate HTTP/9.9\r\nHost: localhost\r\n{length}\r\n\r\n"),
            12 => Ascii($"POST /generate HTTP/1.1\r\n{length}\r\n\r\n"),
            13 => Ascii($"POST /{new string('a', 9_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            14 => Ascii("POST /%zz%00/../generate?%%% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            15 => Ascii("P\x01ST /generate HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            16 => Ascii($"{dice.Of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")} /generate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            17 => [.. dice.Bytes(1 + dice.Below(500)), .. Ascii("\r\n\r\n")],
            18 => [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, .. dice.Bytes(64), .. Ascii("\r\n\r\n")],
            _ => Ascii($"GET /{dice.Of("api/nothing", "openapi.json/x", "generate/", "../etc/passwd", "health/../health", "metrics?x=1", "", "favicon.ico")} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        };
        return new MalformedRequest("header syntax", bytes);
    }

    private MalformedRequest Form(Dice dice)
    {
        const string File = "Content-Disposition: form-data; name=\"file\"; filename=\"table.csv\"";
        byte[] whole = FilePart("table.csv", _csv);
        byte[] bytes = dice.Below(22) switch
        {
            0 => Post(whole, type: null),
            1 => Post(whole, type: dice.Of("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=" + new string('b', 300), "application/json", "multipart/mixed; boundary=" + Boundary, ";;;", "text/html")),
            2 => Post(whole, type: "multipart/form-data; boundary=another"),
            3 => Post([]),
            4 => Post(Ascii($"--{Boundary}--\r\n")),
            5 => Post(Part("", _csv)),
            6 => Post(Part(dice.Of("Content-Disposition: form-data", "Content-Disposition: form-data; name=\"other\"; filename=\"table.csv\"", "Content-Disposition: attachment; filename=\"table.csv\"", "Content-Type: text/csv", "Content-Disposition", "Content-Disposition: form-data; name=\"FILE\"; filename=\"table.csv\""), _csv)),
            7 => Post(Part("x: " + new string('h', 20_000) + "\r\n" + File, _csv)),
            8 => Post(Part(string.Concat(Enumerable.Range(0, 100).Select(i => $"x-{i}: 1\r\n")) + File, _csv)),
            9 => Post([.. whole[..^4], .. whole]),
            10 => Post([.. Part(File, _csv)[..^(Boundary.Length + 6)], .. Part(File, _csv)]),
            11 => Post(Ascii(Encoding.Latin1.GetString(whole).Replace("\r\n", "\n", StringComparison.Ordinal))),
            12 => Post(whole[..dice.Below(whole.Length)]),
            13 => Post([.. dice.Bytes(dice.Below(100_000)), .. whole]),
            14 => Post(FilePart(dice.Of(s_names), _csv)),
            15 => Post(Part("Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''" + dice.Of("%zz.csv", "table%2Ecsv", "%00.csv", "", new string('%', 200)), _csv)),
            16 => Post(Part(File + "\r\nContent-Transfer-Encoding: base64", Ascii(Convert.ToBase64String(_csv)))),
            17 => Post(Part(File, Part(File, _csv))),
            18 => Post(dice.Bytes(1 + dice.Below(50_000))),
            19 => Post(dice.Changed(whole, 1 + dice.Below(4), most: 120)),
            20 => Post(Part(File, [])),
            _ => Post(Ascii($"--{Boundary}\r\n{new string('\n', dice.Below(3_000))}")),
        };
        return new MalformedRequest("multipart form", bytes);
    }

    private MalformedRequest Cut(Dice dice)
    {
        byte[] whole = Post(dice.Below(2) == 0 ? FilePart("table.csv", _csv) : FilePart("table.parquet", _parquet));
        return new MalformedRequest("cut short", whole[..dice.Below(whole.Length)], IsCut: true);
    }

    private MalformedRequest Chunked(Dice dice)
    {
        byte[] body = FilePart("table.csv", _csv);
        byte[] chunk = [.. Ascii(body.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. body, .. Ascii("\r\n")];
        byte[] all = dice.Below(7) switch
        {
            0 => [.. Ascii("zz\r\n"), .. body],
            1 => [.. Ascii("ffffffffffffffff\r\n"), .. body],
            2 => [.. Ascii("-1\r\n"), .. body],
            3 => [.. chunk, .. Ascii("5")],
            4 => [.. chunk[..^2], .. Ascii("junk0\r\n\r\n")],
            5 => Ascii("0\r\n\r\n"),
            _ => [.. chunk, .. Ascii("0\r\n" + new string('t', 40_000) + ": x\r\n\r\n")],
        };
        return new MalformedRequest("chunked body", Post(all, length: "Transfer-Encoding: chunked"), IsCut: true);
    }

    private MalformedRequest RandomParquet(Dice dice)
    {
        byte[] noise = dice.Bytes(dice.Below(4_000));
        byte[] file = dice.Below(4) switch
        {
            0 => noise,
            1 => [.. "PAR1"u8, .. noise, .. "PAR1"u8],
            2 => [.. "PAR1"u8, .. noise, .. BitConverter.GetBytes(dice.Below(noise.Length + 10)), .. "PAR1"u8],
            _ => [.. "PAR1"u8, .. noise, .. BitConverter.GetBytes(int.MinValue + dice.Below(int.MaxValue)), .. dice.Of("PAR1", "PARE").Select(c => (byte)c)],
        };
        return new MalformedRequest("random Parquet", Post(FilePart("table.parquet", file)));
    }

    private MalformedRequest ChangedParquet(Dice dice)
    {
        int footer = BitConverter.ToInt32(_parquet, _parquet.Length - 8) + 8;
        byte[] file = dice.Below(4) switch
        {
            0 => dice.Changed(_parquet, 1 + dice.Below(5), _parquet.Length),
            // The footer alone: lengths, offsets, types.
            1 => [.. _parquet[..^footer], .. dice.Changed(_parquet[^footer..], 1 + dice.Below(3), footer)],
            2 => _parquet[..dice.Below(_parquet.Length)],
            _ => [.. _parquet[..dice.Below(_parquet.Length)], .. _parquet[dice.Below(_parquet.Length)..]],
        };
        return new MalformedRequest("changed Parquet", Post(FilePart("table.parquet", file)));
    }

    private MalformedRequest ParquetBomb(Dice dice)
    {
        byte[] file = dice.Below(5) switch
        {
            0 => ParquetBombs.Pages(rows: 60, bytes: 1 << 28, declared: 1 << 28),
            1 => ParquetBombs.Pages(rows: 60, bytes: 1 << 26, declared: 480),
            2 => ParquetBombs.Pages(rows: 1L << 40, bytes: 480, declared: 480),
            3 => ParquetBombs.Runs(rows: 1 << (20 + dice.Below(11)), values: dice.Below(3) == 0 ? 60 : 0),
            _ => ParquetBombs.Pages(rows: 60, bytes: 480, declared: int.MaxValue - dice.Below(100)),
        };
        return new MalformedRequest("Parquet bomb", Post(FilePart("table.parquet", file)));
    }

    private MalformedRequest RandomCsv(Dice dice)
    {
        byte[] file = dice.Below(9) switch
        {
            0 => dice.Bytes(dice.Below(20_000)),
            1 => Ascii(string.Join(',', Enumerable.Range(0, 20_000)) + "\n1\n"),
            2 => Ascii("a,b,c\n" + string.Concat(Enumerable.Repeat("\"", 5_001 + dice.Below(2)))),
            3 => Ascii(new string('x', 2_000_000)),
            4 => Ascii("a,b,c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => new string(',', i) + "\n"))),
            5 => [0xFF, 0xFE, .. dice.Bytes(1 + 2 * dice.Below(500))],
            6 => new byte[dice.Below(100_000)],
            7 => dice.Changed(_csv, 1 + dice.Below(60), _csv.Length),
            _ => Ascii("a,b,c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{dice.Of("1e400", "-1e400", "NaN", "inf", "9999-12-31", "0000-00-00", "", "\t", "é")},{i},{dice.Of("", "x")}\n"))),
        };
        return new MalformedRequest("random CSV", Post(FilePart("table.csv", file)));
    }

    private MalformedRequest GzipBomb(Dice dice)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int megabytes = 1 + dice.Below(64); megabytes > 0; megabytes--)
            {
                zip.Write(zeros);
            }
        }
        string name = dice.Of("table.csv", "table.parquet", "table.csv.gz");
        return new MalformedRequest("gzip bomb", dice.Below(2) == 0
            ? Post(FilePart(name, zipped.ToArray()))
            : Post(zipped.ToArray(), length: $"Content-Encoding: gzip\r\nContent-Length: {zipped.Length}"));
    }
}
