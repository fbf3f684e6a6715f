using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Semblance.Data.Csv;
using Semblance.Numerics;

namespace Semblance.Benchmarks;

/// <summary>Reading with typing, and writing, of tables of one kind of column each and of a mixed one.</summary>
[MemoryDiagnoser]
public class CsvBenchmarks
{
    private byte[] _bytes = [];
    private CsvDocument? _document;

    [Params(10_000, 200_000)]
    public int Rows { get; set; }

    [Params("integers", "decimals", "categories", "quoted", "dates", "mixed")]
    public string Content { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        string[] kinds = Content == "mixed" ? ["integers", "decimals", "categories", "quoted", "dates"] : [.. Enumerable.Repeat(Content, 5)];
        var text = new StringBuilder();
        text.AppendJoin(',', kinds.Select((kind, i) => $"{kind}{i}")).Append('\n');
        var random = new Philox(1);
        for (int row = 0; row < Rows; row++)
        {
            RandomSequence numbers = random.At(0, (ulong)row);
            for (int column = 0; column < kinds.Length; column++)
            {
                text.Append(column > 0 ? "," : "").Append(Cell(kinds[column], numbers.NextInt32(1_000_000)));
            }
            text.Append('\n');
        }
        _bytes = Encoding.UTF8.GetBytes(text.ToString());
        _document = Read();
    }

    [Benchmark]
    public CsvDocument Read()
    {
        using var stream = new MemoryStream(_bytes);
        return CsvReader.Read(stream, "benchmark.csv", new CsvReadOptions { Threads = Threads });
    }

    [Benchmark]
    public void Write() => CsvWriter.Write(Stream.Null, _document!.Table.Schema, [_document.Table], _document.Dialect);

    /// <summary>The simplest correct code for splitting unquoted rows into strings, without types, as a measure.</summary>
    [Benchmark(Baseline = true)]
    public int SplitStrings()
    {
        using var reader = new StreamReader(new MemoryStream(_bytes));
        int cells = 0;
        while (reader.ReadLine() is string line)
        {
            cells += line.Split(',').Length;
        }
        return cells;
    }

    private static string Cell(string kind, int number) => kind switch
    {
        "integers" => number.ToString(CultureInfo.InvariantCulture),
        "decimals" => (number / 1000.0).ToString("F3", CultureInfo.InvariantCulture),
        "categories" => $"level-{number % 40}",
        "quoted" => $"\"say \"\"{number % 40}\"\"\"",
        _ => new DateTime(2000, 1, 1).AddMinutes(number).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
    };
}
