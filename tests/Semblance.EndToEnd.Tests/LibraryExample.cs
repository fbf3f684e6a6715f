using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Models;
using Semblance.Quality;

namespace Semblance.EndToEnd.Tests;

/// <summary>The example of the README, word for word; a test compares them and runs this one.</summary>
internal static class LibraryExample
{
    public static void Run()
    {
        CsvDocument real = CsvReader.ReadFile("samples/patients.csv");
        IFittedModel model = Synthesizers.Get("flagship").Fit(real.Table, new FitOptions { Seed = 1 });
        var surgery = new Dictionary<string, string> { ["ward"] = "Surgery" };
        IEnumerable<Table> rows = model.Sample(new SampleOptions { Rows = 1_000, Seed = 1, Conditions = surgery });
        using (FileStream file = File.Create("surgery.csv"))
        {
            CsvWriter.Write(file, model.Schema, rows, real.Dialect);
        }
        Table twin = TableBlocks.Join(model.Schema, model.Sample(new SampleOptions { Rows = 800, Seed = 2 }));
        Console.WriteLine(TwinFigures.Compute(real.Table, twin));
    }
}
