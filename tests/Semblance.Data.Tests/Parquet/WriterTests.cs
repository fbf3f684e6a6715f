using System.Globalization;
using System.Text;
using Semblance.Data.Csv;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Writing;

namespace Semblance.Data.Tests.Parquet;

/// <summary>What is written, as DuckDB and hyparquet read it.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("semblance-parquet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Small parts, so that a short table has several row groups and pages.
    private static readonly WriteLimits s_small = new() { GroupRows = 300, PageRows = 77, PageTextBytes = 500, StepRows = 10 };

    [Theory]
    [InlineData(Nulls.None)]
    [InlineData(Nulls.Some)]
    [InlineData(Nulls.All)]
    public void Every_type_reads_back_in_DuckDB_and_hyparquet(Nulls nulls)
    {
        using var peer = new ParquetPeer();
        Table table = WrittenTables.EveryType(1000, nulls);
        string path = Write(table, s_small);

        ShouldBe(peer.ReadWithDuckDb(path), table);
        ShouldBe(peer.ReadWithHyparquet(path), table, byHyparquet: true);
    }

    [Theory]
    [InlineData("Uncompressed")]
    [InlineData("Gzip")]
    [InlineData("Zstd")]
    [InlineData("Brotli")]
    [InlineData("Lz4Raw")]
    [InlineData("Lz4")]
    public void Every_codec_reads_back(string codec)
    {
        using var peer = new ParquetPeer();
        Table table = WrittenTables.EveryType(1000, Nulls.Some);
        string path = Write(table, s_small, new ParquetLayout { Codec = Enum.Parse<CompressionCodec>(codec) });

        ShouldBe(peer.ReadWithDuckDb(path), table);
    }

    [Theory]
    [InlineData("benchmark/adult_train.csv.gz")]
    [InlineData("benchmark/beijing_test.csv.gz")]
    [InlineData("benchmark/default_test.csv.gz")]
    [InlineData("benchmark/magic_test.csv.gz")]
    [InlineData("benchmark/shoppers_test.csv.gz")]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv")]
    [InlineData("tables/bike_sharing/hour.csv")]
    [InlineData("tables/insurance/insurance.csv")]
    [InlineData("tables/kc_house/kc_house_data.csv.gz")]
    [InlineData("tables/nyc_taxis/taxis.csv")]
    [InlineData("tables/nyc_taxis/yellow_tripdata_sample.csv")]
    [InlineData("tables/penguins/penguins.csv")]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv")]
    [InlineData("tables/titanic/titanic.csv")]
    [InlineData("csv/messytables/mixedGLB.csv")]
    [InlineData("csv/messytables/characters.csv")]
    public void Real_CSV_tables_read_back(string file)
    {
        using var peer = new ParquetPeer();
        Table table = CsvReader.ReadFile(TestData.Path(file), ct: TestContext.Current.CancellationToken).Table;
        string path = Write(table, new WriteLimits());

        ShouldBe(peer.ReadWithDuckDb(path), table);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(299)]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(600)]
    public void Any_number_of_rows_reads_back(int rows)
    {
        using var peer = new ParquetPeer();
        Table table = WrittenTables.EveryType(rows, Nulls.Some);

        ShouldBe(peer.ReadWithDuckDb(Write(table, s_small)), table);
    }

    [Fact]
    public void A_table_without_rows_keeps_its_columns()
    {
        using var peer = new ParquetPeer();
        Table table = WrittenTables.EveryType(0, Nulls.Some);
        string path = _folder + "/none.parquet";
        using (FileStream file = File.Create(path))
        {
            ParquetWriter.Write(file, table.Schema, [], ct: TestContext.Current.CancellationToken);
        }

        PeerAnswer answer = peer.ReadWithDuckDb(path);

        answer.Error.ShouldBeNull();
        answer.Columns.Select(column => column.Name).ShouldBe(table.Columns.Select(column => column.Name));
        answer.Columns.ShouldAllBe(column => column.Values.Length == 0);
        File.ReadAllBytes(path).ShouldBe(File.ReadAllBytes(Write(table, s_small)), "an empty block is no row");
    }

    [Fact]
    public void Statistics_find_what_is_there()
    {
        using var peer = new ParquetPeer();
        string longest = new('z', 5000), unicode = string.Concat(Enumerable.Repeat("\U0010FFFF", 100));
        Table table = TextTable("long", [.. Enumerable.Range(0, 2000).Select(i => i == 1500 ? longest : i == 700 ? unicode : i == 300 ? "" : new string((char)('a' + (i % 26)), 70) + i)]);
        string path = Write(table, s_small);

        // Filters pass over row groups by their bounds, so a wrong bound loses rows.
        foreach (string value in (string[])[longest, unicode, "", new string('b', 70) + "1", new string('a', 70) + "1976"])
        {
            peer.Run($"SELECT count(*) FROM '{path}' WHERE long = '{value}'").Columns[0].Values[0].ShouldBe("1");
        }
        PeerAnswer groups = peer.Run($"SELECT stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('{path}')");
        groups.Error.ShouldBeNull();
        groups.Columns[0].Values.ShouldAllBe(min => min!.Length <= 64);
        groups.Columns[2].Values.ShouldAllBe(count => count == "0");
    }

    [Fact]
    public void Bounds_of_numbers_are_those_of_DuckDB()
    {
        using var peer = new ParquetPeer();
        Table table = WrittenTables.EveryType(1000, Nulls.Some);
        string path = Write(table, s_small);

        PeerAnswer said = peer.Run($"SELECT path_in_schema, row_group_id, stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('{path}') ORDER BY 2");

        said.Error.ShouldBeNull();
        foreach (string name in (string[])["int32", "int64", "float", "double", "unsigned 16", "decimals from CSV", "decimal32", "date", "category", "text"])
        {
            PeerAnswer true1 = peer.Run($"SELECT min(\"{name}\")::VARCHAR, max(\"{name}\")::VARCHAR, count(*) - count(\"{name}\") FROM (SELECT * FROM '{path}' LIMIT 300)");
            int first = Array.IndexOf(said.Columns[0].Values, name);
            said.Columns[1].Values[first].ShouldBe("0");
            said.Columns[2].Values[first].ShouldBe(true1.Columns[0].Values[0], name);
            said.Columns[4].Values[first].ShouldBe(true1.Columns[2].Values[0], name);
            if (name != "text")
            {
                said.Columns[3].Values[first].ShouldBe(true1.Columns[1].Values[0], name);
            }
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_written_and_have_no_place_in_bounds()
    {
        using var peer = new ParquetPeer();
        ColumnSchema schema = new("x", ColumnKind.Number)
        {
            Number = new NumberFormat(1, FixedDecimals: false),
            MissingTokens = ["NaN", "inf", "", "-inf"],
            Parquet = new ParquetType(ParquetPhysicalType.Double) { NullCode = 3 },
        };
        double nan = double.NaN;
        var table = new Table([new NumberColumn(schema, [1, nan, nan, nan, nan, -0.0, 2.5], [0, 1, 2, 3, 4, 0, 0])], 7);
        string path = Write(table, s_small);

        peer.ReadWithDuckDb(path).Columns[0].Values.ShouldBe(["1", "NaN", "inf", null, "-inf", "-0", "2.5"]);
        peer.ReadWithHyparquet(path).Columns[0].Values.ShouldBe(["1", "NaN", "inf", null, "-inf", "-0", "2.5"]);
        peer.Run($"SELECT count(*) FROM '{path}' WHERE x > 2").Columns[0].Values[0].ShouldBe("3", "NaN is the largest number in SQL");
    }

    [Fact]
    public void Missing_tokens_that_were_text_stay_text()
    {
        using var peer = new ParquetPeer();
        ColumnSchema schema = new("answer", ColumnKind.Category)
        {
            Levels = ["yes", "no"],
            MissingTokens = ["NA", "", "?"],
            Parquet = new ParquetType(ParquetPhysicalType.ByteArray, ParquetLogicalType.String) { NullCode = 2 },
        };
        var kept = new Table([new CategoryColumn(schema, [0, -1, -1, -1, 1], [0, 1, 2, 3, 0])], 5);
        var fromCsv = new Table([new CategoryColumn(schema with { Parquet = null }, [0, -1, -1, -1, 1], [0, 1, 2, 3, 0])], 5);

        peer.ReadWithDuckDb(Write(kept, s_small)).Columns[0].Values.ShouldBe(["yes", "NA", null, "?", "no"]);
        peer.ReadWithDuckDb(Write(fromCsv, s_small)).Columns[0].Values.ShouldBe(["yes", null, null, null, "no"]);
    }

    [Fact]
    public void Clocks_with_a_zone_become_instants()
    {
        using var peer = new ParquetPeer();
        long noon = new DateTime(2024, 5, 6, 12, 0, 0).Ticks;
        Column[] columns = [.. new[] { ("utc", "yyyy-MM-ddTHH:mm:ssZ"), ("east", "yyyy-MM-dd HH:mm:ss+02:00"), ("west", "yyyy-MM-dd HH:mm:ss-0530"), ("here", "yyyy-MM-dd HH:mm:ss") }
            .Select(zone => new DateTimeColumn(new ColumnSchema(zone.Item1, ColumnKind.DateTime) { DateTime = new DateTimeFormat(zone.Item2, DateTimeParts.DateTime, TimeSpan.TicksPerSecond) }, [noon]))];
        string path = Write(new Table(columns, 1), s_small);

        PeerAnswer answer = peer.ReadWithDuckDb(path);

        answer.Columns.Select(column => column.Type).ShouldBe(["TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP"]);
        answer.Columns.Select(column => long.Parse(column.Values[0]!, CultureInfo.InvariantCulture) / 100 + DateTime.UnixEpoch.Ticks).ShouldBe(
            [noon, noon - (2 * TimeSpan.TicksPerHour), noon + (5 * TimeSpan.TicksPerHour) + (30 * TimeSpan.TicksPerMinute), noon]);
    }

    private string Write(Table table, WriteLimits limits, ParquetLayout? layout = null)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.parquet");
        using FileStream file = File.Create(path);
        ParquetWriter.Write(file, table.Schema, [table], layout, limits, ct: TestContext.Current.CancellationToken);
        return path;
    }

    private static Table TextTable(string name, string[] values) => new([new StringColumn(new ColumnSchema(name, ColumnKind.Text), Utf8Strings.From(values))], values.Length);

    private static void ShouldBe(PeerAnswer answer, Table table, bool byHyparquet = false)
    {
        answer.Error.ShouldBeNull();
        answer.Columns.Select(column => column.Name).ShouldBe(table.Columns.Select(column => column.Name));
        foreach ((PeerColumn read, Column column) in answer.Columns.Zip(table.Columns))
        {
            read.Values.Length.ShouldBe(table.RowCount);
            for (int row = 0; row < table.RowCount; row++)
            {
                string? expected = WrittenTables.Expected(column, row);
                if (!IsSame(read.Values[row], expected, column, byHyparquet))
                {
                    read.Values[row].ShouldBe(expected, $"column '{column.Name}', row {row}");
                }
            }
        }
    }

    private static bool IsSame(string? read, string? expected, Column column, bool byHyparquet)
    {
        if (read == expected || read is null || expected is null)
        {
            return read == expected;
        }
        if (column.Kind == ColumnKind.Number)
        {
            double number = double.Parse(read, CultureInfo.InvariantCulture), sought = double.Parse(expected, CultureInfo.InvariantCulture);
            // hyparquet multiplies decimals by 0.1, 0.01, ...
            bool isNear = byHyparquet && column.Schema.Parquet?.Logical == ParquetLogicalType.Decimal && Math.Abs(number - sought) <= Math.Abs(sought) * 1e-15;
            return number == sought || isNear || (column.Schema.Parquet?.Physical == ParquetPhysicalType.Float && number == (float)sought);
        }
        if (column.Schema.Parquet is { IsUtc: true, Unit: ParquetTimeUnit.Nanoseconds })
        {
            // DuckDB keeps microseconds of instants.
            return Int128.Abs(Int128.Parse(read, CultureInfo.InvariantCulture) - Int128.Parse(expected, CultureInfo.InvariantCulture)) < (byHyparquet ? 1_000_000 : 1000);
        }
        return byHyparquet && IsSameInHyparquet(read, expected, column);
    }

    // It has milliseconds only in dates and times, and its own ways with times of day and bytes.
    private static bool IsSameInHyparquet(string read, string expected, Column column)
    {
        ParquetType? type = column.Schema.Parquet;
        if (column.Kind == ColumnKind.DateTime || type?.Logical == ParquetLogicalType.Date)
        {
            var nanoseconds = Int128.Parse(read, CultureInfo.InvariantCulture);
            return column.Schema.DateTime?.Parts switch
            {
                DateTimeParts.Time => nanoseconds * (type?.Unit switch { ParquetTimeUnit.Milliseconds => 1_000_000, ParquetTimeUnit.Nanoseconds => 1, _ => 1000 }) == Int128.Parse(expected, CultureInfo.InvariantCulture),
                DateTimeParts.DateTime => Int128.Abs(nanoseconds - Int128.Parse(expected, CultureInfo.InvariantCulture)) < 1_000_000,
                _ => nanoseconds == Int128.Parse(expected, CultureInfo.InvariantCulture) * 86_400_000_000_000,
            };
        }
        if (type?.Logical == ParquetLogicalType.Enum)
        {
            return read == "0x" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(expected));
        }
        return type?.Logical == ParquetLogicalType.Decimal && double.Parse(read, CultureInfo.InvariantCulture) == double.Parse(expected, CultureInfo.InvariantCulture);
    }
}
