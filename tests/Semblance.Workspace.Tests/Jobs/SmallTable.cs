using System.Globalization;
using System.Text;
using Semblance.Numerics;

namespace Semblance.Workspace.Tests.Jobs;

/// <summary>A table with an identifier, categories, a number that goes with one of them, a count, a date and free words.</summary>
internal static class SmallTable
{
    private static readonly string[] s_cities = ["Paris", "Rome", "Oslo", "Lima"];

    public static string Csv(int rows)
    {
        var text = new StringBuilder("id,city,amount,items,date,member\n");
        var random = new Philox(2026);
        for (int row = 0; row < rows; row++)
        {
            RandomSequence draw = random.At(1, (ulong)row);
            int city = draw.NextInt32(s_cities.Length);
            double amount = 10 * (city + 1) + 5 * draw.NextDouble();
            DateTime date = new DateTime(2026, 1, 1).AddDays(draw.NextInt32(300));
            text.Append(CultureInfo.InvariantCulture, $"C{row:00000},{s_cities[city]},{amount:0.00},{draw.NextInt32(9)},{date:yyyy-MM-dd},{(draw.NextInt32(2) == 0 ? "yes" : "no")}\n");
        }
        return text.ToString();
    }
}
