using System.Globalization;
using System.Text;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>Tables that tests send.</summary>
internal static class MadeTables
{
    /// <summary>A table with a number, a category, a date, a boolean and an amount; no randomness.</summary>
    public static byte[] Csv(int rows)
    {
        var text = new StringBuilder("age,city,joined,member,amount\n");
        for (int i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{20 + i * 7 % 50},{(i % 3) switch { 0 => "Oslo", 1 => "Rome", _ => "Lima" }},")
                .Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 1, 1).AddDays(i * 11 % 300):yyyy-MM-dd},{(i % 4 == 0 ? "true" : "false")},{i * 37 % 1000 / 100.0:0.00}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
