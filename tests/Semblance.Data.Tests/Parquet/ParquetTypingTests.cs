using System.IO.Compression;
using Semblance.Data.Csv;
using Semblance.Data.Parquet;

namespace Semblance.Data.Tests.Parquet;

/// <summary>What the types of Parquet become, in files that DuckDB writes.</summary>
public sealed class ParquetTypingTests(PeerFixture peers) : IClassFixture<PeerFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("semblance-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "t.parquet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("i % 3 = 0", ColumnKind.Boolean, "false", "Boolean None")]
    [InlineData("(i * 3 % 100)::TINYINT", ColumnKind.Number, "6", "Int32 Integer 8")]
    [InlineData("(i * 7 % 50)::INTEGER", ColumnKind.Number, "14", "Int32 Integer 32")]
    [InlineData("i", ColumnKind.Identifier, "2", "Int64 Integer 64")]
    [InlineData("i * 1000000000000", ColumnKind.Number, "2000000000000", "Int64 Integer 64")]
    [InlineData("(i * 1000000000000000 + 1) % 7000000000000003", ColumnKind.Identifier, "2000000000000001", "Int64 Integer 64")]
    [InlineData("18446744073709551615::UBIGINT - (i % 4)::UBIGINT", ColumnKind.Category, "18446744073709551613", "Int64 Integer 64 unsigned")]
    [InlineData("i::UTINYINT + 100::UTINYINT", ColumnKind.Number, "102", "Int32 Integer 8 unsigned")]
    [InlineData("i / 8.0::DOUBLE", ColumnKind.Number, "0.25", "Double None")]
    [InlineData("(i / 10.0)::FLOAT", ColumnKind.Number, "0.2", "Float None")]
    [InlineData("(i * 2)::DOUBLE", ColumnKind.Number, "4", "Double None")]
    [InlineData("(i / 100.0)::DECIMAL(4,2)", ColumnKind.Number, "0.02", "Int32 Decimal 4,2")]
    [InlineData("(i / 100.0)::DECIMAL(18,4)", ColumnKind.Number, "0.0200", "Int64 Decimal 18,4")]
    [InlineData("(i * 12345678901234567890.0)::DECIMAL(38,2)", ColumnKind.Number, null, "FixedLengthByteArray Decimal 38,2")]
    [InlineData("DATE '2020-01-31' + i::INTEGER", ColumnKind.DateTime, "2020-02-02", "Int32 Date")]
    [InlineData("TIME '10:00:00' + to_seconds(i)", ColumnKind.DateTime, "10:00:02", "Int64 Time Microseconds")]
    [InlineData("TIMESTAMP '2020-01-31 10:00:00' + to_hours(i)", ColumnKind.DateTime, "2020-01-31 12:00:00", "Int64 Timestamp Microseconds")]
    [InlineData("(TIMESTAMP '2020-01-31 10:00:00' + to_milliseconds(i))::TIMESTAMP_MS", ColumnKind.DateTime, "2020-01-31 10:00:00.002", "Int64 Timestamp Milliseconds")]
    [InlineData("make_timestamp_ns(i * 1234567)", ColumnKind.DateTime, "1970-01-01 00:00:00.0024691", "Int64 Timestamp Nanoseconds")]
    [InlineData("TIMESTAMPTZ '2020-01-31 10:00:00+00' + to_hours(i)", ColumnKind.DateTime, "2020-01-31 12:00:00Z", "Int64 Timestamp Microseconds UTC")]
    [InlineData("'a' || (i % 5)", ColumnKind.Category, "a2", "ByteArray String")]
    [InlineData("'AB-' || (i * 7919)", ColumnKind.Identifier, "AB-15838", "ByteArray String")]
    [InlineData("'2020-01-' || lpad((i % 28 + 1)::VARCHAR, 2, '0')", ColumnKind.DateTime, "2020-01-03", "ByteArray String")]
    [InlineData("((i * 3) / 2.0)::VARCHAR", ColumnKind.Number, "3.0", "ByteArray String")]
    [InlineData("uuid()", ColumnKind.Identifier, null, "FixedLengthByteArray Uuid")]
    [InlineData("to_months((i % 3)::INTEGER) + to_seconds(i % 2 * 1.5)", ColumnKind.Category, "P2M", "FixedLengthByteArray Interval")]
    [InlineData("('\\xFF\\x00\\x0' || (i % 5))::BLOB", ColumnKind.Category, "ff0002", "ByteArray None hex")]
    [InlineData("('\\x0' || (i % 5))::BLOB", ColumnKind.Category, "02", "ByteArray None hex")]
    [InlineData("('{\"n\":' || (i % 3) || '}')::JSON", ColumnKind.Category, "{\"n\":2}", "ByteArray Json")]
    [InlineData("NULL::INTEGER", ColumnKind.Empty, "", "Int32 Integer 32")]
    public void A_column_becomes(string sql, ColumnKind kind, string? third, string type)
    {
        Copy($"SELECT {sql} AS c FROM range(100) r(i)");
        Column column = Read().Columns[0];
        column.Kind.ShouldBe(kind);
        Shown(column.Schema.Parquet!).ShouldBe(type);
        if (third is not null)
        {
            ValueText.Format(column, 2).ShouldBe(third);
        }
        PeerComparison.FirstDifference(Read(), peers.Peer.ReadWithDuckDb(Path)).ShouldBeNull();
    }

    [Fact]
    public void NaN_and_infinity_are_missing_with_tokens_of_their_own()
    {
        Copy("SELECT CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' WHEN 3 THEN '-inf' ELSE i / 4 END::DOUBLE AS c FROM range(50) r(i)");
        var column = (NumberColumn)Read().Columns[0];
        column.Schema.MissingTokens.ShouldBe(["", "NaN", "inf", "-inf"]);
        column.Schema.Parquet!.NullCode.ShouldBe(1);
        column.Missing.ShouldNotBeNull().Take(5).ShouldBe([(byte)1, 2, 3, 4, 0]);
        column.Values.Take(5).ShouldBe([double.NaN, double.NaN, double.NaN, double.NaN, 1]);
    }

    [Fact]
    public void Only_the_tokens_that_occur_are_there()
    {
        Copy("SELECT CASE i % 5 WHEN 2 THEN 'inf' ELSE i / 4 END::DOUBLE AS c FROM range(50) r(i)");
        Column column = Read().Columns[0];
        column.Schema.MissingTokens.ShouldBe(["inf"]);
        column.Schema.Parquet!.NullCode.ShouldBe(0);
        column.CountMissing().ShouldBe(10);
    }

    [Fact]
    public void An_empty_text_is_not_null()
    {
        Copy("SELECT CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'x' || (i % 4) END AS c FROM range(60) r(i)");
        Column column = Read().Columns[0];
        column.Schema.MissingTokens.ShouldBe(["", ""]);
        byte[] missing = column.Missing.ShouldNotBeNull();
        missing[0].ShouldBe((byte)column.Schema.Parquet!.NullCode);
        missing[1].ShouldNotBe(missing[0]);
        column.Count.ShouldBe(60);
    }

    [Fact]
    public void Dates_that_are_none_are_missing_and_counted()
    {
        Copy("SELECT CASE WHEN i % 10 = 3 THEN DATE 'infinity' WHEN i % 10 = 4 THEN DATE '0044-03-15 (BC)' ELSE DATE '2020-01-01' + i::INTEGER END AS c FROM range(100) r(i)");
        TableDocument document = ReadFile();
        document.Warnings.ShouldBe(["t.parquet: column 'c' has 20 dates before the year 1 or after 9999; they were taken as missing."]);
        document.Table.Columns[0].CountMissing().ShouldBe(20);
    }

    [Theory]
    [InlineData("i % 7", "c", ColumnType.Category, ColumnKind.Category)]
    [InlineData("i % 2", "c", ColumnType.Boolean, ColumnKind.Boolean)]
    [InlineData("i * 1000000000000000", "c", ColumnType.Integer, ColumnKind.Number)]
    [InlineData("i % 7", "c", ColumnType.Text, ColumnKind.Text)]
    [InlineData("TIMESTAMP '2020-01-01 00:00:00' + to_days(i::INTEGER)", "c", ColumnType.Date, ColumnKind.DateTime)]
    [InlineData("TIMESTAMP '2020-01-01 00:00:00' + to_days(i::INTEGER % 3)", "c", ColumnType.Category, ColumnKind.Category)]
    [InlineData("(20200101 + i % 28)::VARCHAR", "c", ColumnType.Date, ColumnKind.DateTime)]
    [InlineData("i % 2 = 0", "c", ColumnType.Category, ColumnKind.Category)]
    public void A_type_that_is_asked_for_is_had(string sql, string name, ColumnType type, ColumnKind kind)
    {
        Copy($"SELECT {sql} AS {name} FROM range(100) r(i)");
        Table table = ReadFile(new TableReadOptions { Types = new Dictionary<string, ColumnType> { [name] = type } }).Table;
        table.Columns[0].Kind.ShouldBe(kind);
        PeerComparison.FirstDifference(table, peers.Peer.ReadWithDuckDb(Path)).ShouldBeNull();
    }

    [Fact]
    public void A_type_that_cannot_be_had_names_the_value()
    {
        Copy("SELECT (i / 2.0)::DOUBLE AS half, TIMESTAMP '2020-01-01 10:00:00' AS moment FROM range(100) r(i)");
        Fails(ColumnType.Integer, "half", "t.parquet: column 'half' cannot be integer: row 2 has 0.5.");
        Fails(ColumnType.Date, "moment", "t.parquet: column 'moment' cannot be a date: row 1 has 2020-01-01 10:00:00.");

        void Fails(ColumnType type, string column, string message) =>
            Should.Throw<TableException>(() => ReadFile(new TableReadOptions { Types = new Dictionary<string, ColumnType> { [column] = type } })).Message.ShouldBe(message);
    }

    [Fact]
    public void The_columns_are_typed_as_those_of_the_same_table_in_CSV()
    {
        string csv = System.IO.Path.ChangeExtension(Path, ".csv");
        string query = "SELECT i AS id, 'AB-' || (i * 7919 % 100003) AS code, 'x' || (i % 9) AS level, 'some words of number ' || i AS remark, (i * 31 % 977) / 100.0 AS price, i % 2 = 0 AS flag, DATE '2020-01-01' + (i % 400)::INTEGER AS day, CASE WHEN i % 4 = 0 THEN NULL ELSE i % 11 END AS n FROM range(1000) r(i)";
        Copy(query);
        peers.Peer.Run($"COPY ({query}) TO '{csv}'").Error.ShouldBeNull();
        Table ours = Read(), text = CsvReader.ReadFile(csv, ct: Cancellation).Table;
        ours.Columns.Select(column => (column.Name, column.Kind)).ShouldBe(text.Columns.Select(column => (column.Name, column.Kind)));
        ours.Columns.Select(column => string.Join('|', column.Schema.Levels)).ShouldBe(text.Columns.Select(column => string.Join('|', column.Schema.Levels)), "levels are in the order of their appearance in either");
        ours.Columns.Select(column => column.Schema.DateTime).ShouldBe(text.Columns.Select(column => column.Schema.DateTime));
    }

    [Fact]
    public void Structures_are_columns_with_dots_and_what_is_not_flat_is_named()
    {
        Copy("SELECT {'x': i, 'y': CASE WHEN i % 3 = 0 THEN NULL ELSE 'b' || (i % 4) END} AS s, [i, i + 1] AS list, MAP {i: i} AS pairs, i % 6 AS n FROM range(60) r(i)");
        Should.Throw<TableException>(() => Read()).Message.ShouldBe("t.parquet: column 'list' is a list, and a table has one value per row and column: make a row of each element (in pandas: explode; in DuckDB: unnest), or a text (in DuckDB: to_json), or leave it out (--drop on the command line).");
        Should.Throw<TableException>(() => Read("list")).Message.ShouldStartWith("t.parquet: column 'pairs' is a map,");
        Table table = Read("list", "pairs");
        table.Columns.Select(column => column.Name).ShouldBe(["s.x", "s.y", "n"]);
        ValueText.Format(table.Columns[1], 1).ShouldBe("b1");
        table.Columns[1].CountMissing().ShouldBe(20);
        Read("list", "pairs", "s").Columns.Select(column => column.Name).ShouldBe(["n"]);
        Should.Throw<TableException>(() => Read("nothing")).Message.ShouldStartWith("t.parquet has no column 'nothing'; its columns are 's.x', 's.y', 'list', 'pairs', 'n'");
    }

    [Fact]
    public void A_missing_structure_is_null_in_all_its_fields()
    {
        Copy("SELECT CASE WHEN i % 2 = 0 THEN NULL ELSE {'x': i, 'y': {'z': CASE WHEN i % 3 = 0 THEN NULL ELSE i END}} END AS s FROM range(60) r(i)");
        Table table = Read();
        table.Columns.Select(column => column.CountMissing()).ShouldBe([30, 40]);
        table.Columns.ShouldAllBe(column => !column.Schema.Parquet!.IsRequired);
    }

    [Fact]
    public void Rows_and_columns_may_be_none()
    {
        Copy("SELECT i, 'a' AS b FROM range(0) r(i)");
        Table table = Read();
        (table.RowCount, table.Columns.Count).ShouldBe((0, 2));
        table.Columns.ShouldAllBe(column => column.Kind == ColumnKind.Empty);
    }

    [Fact]
    public void Any_number_of_threads_many_row_groups_gzip_and_streams_give_the_same_table()
    {
        peers.Peer.Run($"COPY (SELECT i AS id, 'w' || (hash(i) % 3000) AS word, (hash(i * 3) % 100000) / 100.0 AS price, CASE WHEN hash(i) % 7 = 0 THEN NULL ELSE DATE '2020-01-01' + (hash(i * 5) % 900)::INTEGER END AS day, uuid() AS u FROM range(50000) r(i)) TO '{Path}' (FORMAT parquet, ROW_GROUP_SIZE 4096, COMPRESSION zstd)").Error.ShouldBeNull();
        Table one = ReadFile(new TableReadOptions { Threads = 1 }).Table;
        PeerComparison.FirstDifference(one, peers.Peer.ReadWithDuckDb(Path)).ShouldBeNull();
        string first = Content(one);
        Content(ReadFile(new TableReadOptions { Threads = 7 }).Table).ShouldBe(first);

        byte[] bytes = File.ReadAllBytes(Path);
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }
        Content(ReadStream(new MemoryStream(packed.ToArray()))).ShouldBe(first);
        using var behind = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        Content(ReadStream(behind)).ShouldBe(first);
        using var once = new BufferedStream(new DeflateStream(Deflated(bytes), CompressionMode.Decompress));
        Content(ReadStream(once)).ShouldBe(first);
    }

    private TableDocument ReadFile(TableReadOptions? options = null) => ParquetReader.ReadFile(Path, options, ct: Cancellation);

    private static Table ReadStream(Stream stream) => TableFiles.Read(stream, "t", ct: Cancellation).Table;

    private static MemoryStream Deflated(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
        }
        packed.Position = 0;
        return packed;
    }

    private static string Content(Table table)
    {
        using var output = new MemoryStream();
        CsvWriter.Write(output, table.Schema, [table], new CsvDialect(), ct: Cancellation);
        string schema = string.Join('\n', table.Schema.Select(column => $"{column} {string.Join(',', column.MissingTokens)} {string.Join(',', column.Levels)}"));
        return schema + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(output.ToArray()));
    }

    private static string Shown(ParquetType type) =>
        $"{type.Physical} {type.Logical}"
        + (type.Bits > 0 ? $" {type.Bits}" : "") + (type.IsUnsigned ? " unsigned" : "")
        + (type.Precision > 0 ? $" {type.Precision},{type.Scale}" : "")
        + (type.Logical is ParquetLogicalType.Time or ParquetLogicalType.Timestamp ? $" {type.Unit}" : "") + (type.IsUtc && type.Logical == ParquetLogicalType.Timestamp ? " UTC" : "")
        + (type.IsHex ? " hex" : "");

    private Table Read(params string[] drop) => ReadFile(new TableReadOptions { Drop = drop.ToHashSet() }).Table;

    private void Copy(string query) => peers.Peer.Run($"COPY ({query}) TO '{Path}' (FORMAT parquet)").Error.ShouldBeNull();
}
