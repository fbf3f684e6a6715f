using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

/// <summary>What is read depends on the bytes alone: not on threads, on where chunks end, or on what the first rows promised.</summary>
public class IndependenceTests
{
    private const string Awkward =
        "id,when,amount,note,code,flag\r\n"
        + "1,2020-01-01,1.50,\"a, \"\"b\"\"\r\nc\",001,yes\r\n"
        + "2,2020-01-02,2.25,plain,002,no\r\n\r\n"
        + "3,NA,?,\"x\"\"\",003,yes\r\n"
        + "4,2020-02-30x,-7,5\" pipe,004,\r\n"
        + "5,2020-01-05,1e-05,ünïcode 🙂,x,no\r\n"
        + "6,,12,\"\",006,yes";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Chunks_of_any_size_give_the_same_table(int chunkBytes)
    {
        CsvDocument whole = CsvText.Read(Awkward);

        CsvDocument parts = CsvText.Read(Awkward, new CsvReadOptions { ChunkBytes = chunkBytes, Threads = 3 });

        Describe(parts).ShouldBe(Describe(whole));
        whole.Table.RowCount.ShouldBe(6);
    }

    [Theory]
    [InlineData("\"a\",\"b\"\r\"x\ry\",\"1\"\r\"z\"\"\",\"2\"\r")]
    [InlineData("a;b\n\"x\\\";\ny\";1\nz;2\n")]
    [InlineData("a, b\n1, \"x,\ny\"\n2, z\n")]
    [InlineData("a,b\n1,\"5\" w \n2,\"6\"\n")]
    public void Quotes_of_every_dialect_survive_chunks_of_any_size(string text)
    {
        string whole = Describe(CsvText.Read(text));
        for (int chunkBytes = 1; chunkBytes <= text.Length; chunkBytes++)
        {
            Describe(CsvText.Read(text, new CsvReadOptions { ChunkBytes = chunkBytes, Threads = 2 })).ShouldBe(whole, $"with chunks of {chunkBytes} bytes");
        }
    }

    [Fact]
    public void Chunks_of_any_size_give_the_same_table_for_any_text() =>
        Prop.ForAll(Messy(), text =>
        {
            string whole = Outcome(text, new CsvReadOptions { Threads = 1 });
            foreach (int size in (int[])[1, 5, 33])
            {
                Outcome(text, new CsvReadOptions { ChunkBytes = size, Threads = 2 }).ShouldBe(whole);
            }
            Outcome(text, new CsvReadOptions { TextsOnly = true, Threads = 1 }).ShouldBe(whole, "the plan made from the first rows only saves work");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plans_that_break_late_change_nothing()
    {
        var text = new StringBuilder("number,code,date,day,word\n");
        for (int i = 0; i < 3000; i++)
        {
            string last = i == 2999 ? "broken,007,never,2020-13-13,7" : $"{i * 3 % 101},{i % 50},2020-01-{(i % 28) + 1:D2},{(i % 12) + 1:D2}/{(i % 12) + 1:D2}/2020,w{i % 7}";
            text.Append(last).Append('\n');
        }

        CsvDocument planned = CsvText.Read(text.ToString(), new CsvReadOptions { ChunkBytes = 500, Threads = 2 });
        CsvDocument texts = CsvText.Read(text.ToString(), new CsvReadOptions { TextsOnly = true, Threads = 1 });

        Describe(planned).ShouldBe(Describe(texts));
        planned.Table.Columns[1].Kind.ShouldBe(ColumnKind.Category, "a code in the last row makes codes of all");
    }

    [Theory]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv")]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv")]
    [InlineData("tables/kc_house/kc_house_data.csv.gz")]
    [InlineData("tables/titanic/titanic.csv")]
    [InlineData("csv/northwind_unquoted_commas/orders.csv")]
    [InlineData("csv/messytables/characters.csv")]
    [InlineData("csv/rust-csv/bench/gtfs-mbta-stop-times.csv")]
    public void Real_files_read_the_same_however_they_are_read(string file)
    {
        string path = TestData.Path(file);
        string one = Describe(Read(path, new CsvReadOptions { Threads = 1 }));

        Describe(Read(path, new CsvReadOptions { Threads = 4, ChunkBytes = 1000 })).ShouldBe(one);
        Describe(Read(path, new CsvReadOptions { Threads = 2, TextsOnly = true })).ShouldBe(one);
    }

    [Fact]
    public void The_first_bad_row_is_reported_at_any_thread_count()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 2; i < 2000; i++)
        {
            text.Append(i is 700 or 1500 ? "1,2,3\n" : "1,2\n");
        }
        foreach (int threads in (int[])[1, 2, 5])
        {
            Should.Throw<TableException>(() => CsvText.Read(text.ToString(), new CsvReadOptions { Threads = threads, ChunkBytes = 64 })).Message.ShouldContain("line 700:");
        }
    }

    private static CsvDocument Read(string path, CsvReadOptions options) => CsvReader.ReadFile(path, options, ct: TestContext.Current.CancellationToken);

    private static Arbitrary<string> Messy() =>
        Gen.Elements("a", "1", "2.5", "-7", "007", "NA", "", " ", "\"", "\"\"", ",", ",", ",", "\n", "\n", "\r\n", "\r", ";", "é", "2020-01-02", "\"x,y\"", "\"x\ny\"", "#")
            .ListOf()
            .Select(pieces => "h1,h2\n" + string.Concat(pieces))
            .ToArbitrary();

    private static string Outcome(string text, CsvReadOptions options)
    {
        try
        {
            return Describe(CsvText.Read(text, options));
        }
        catch (TableException e)
        {
            return e.Message;
        }
    }

    private static string Describe(CsvDocument document)
    {
        var text = new StringBuilder();
        text.Append(document.Dialect).Append('\n').AppendJoin('\n', document.Warnings);
        foreach (Column column in document.Table.Columns)
        {
            ColumnSchema schema = column.Schema;
            text.Append('\n').Append(schema with { Levels = [], MissingTokens = [] });
            text.Append(" [").AppendJoin('|', schema.Levels).Append("] [").AppendJoin('|', schema.MissingTokens).Append("] ");
            text.AppendJoin('|', CsvText.Cells(column)).Append(' ').AppendJoin("", column.Missing ?? []);
        }
        return text.ToString();
    }
}
