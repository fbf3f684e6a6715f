using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Semblance.Models.Flagship;
using Semblance.Numerics.Trees;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class DocumentedOptionsTests
{
    [Fact]
    public void The_page_names_every_option_with_its_default()
    {
        var documented = new Dictionary<string, double>();
        foreach (string line in File.ReadLines(Path.Combine(Docs(), "models", "flagship.md")))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length == 6 && cells[1].StartsWith('`'))
            {
                documented.Add(cells[1].Trim('`'), double.Parse(cells[2], CultureInfo.InvariantCulture));
            }
        }
        var actual = new Dictionary<string, double>();
        foreach (object options in new object[] { new BinaryBoosterOptions(), new FlagshipOptions() })
        {
            foreach (PropertyInfo property in options.GetType().GetProperties().Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(double)))
            {
                actual.Add(property.Name, Convert.ToDouble(property.GetValue(options), CultureInfo.InvariantCulture));
            }
        }
        documented.OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe(actual.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private static string Docs([CallerFilePath] string path = "")
    {
        DirectoryInfo folder = new(Path.GetDirectoryName(path)!);
        while (!Directory.Exists(Path.Combine(folder.FullName, "docs", "models")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No folder docs/models above {path}.");
        }
        return Path.Combine(folder.FullName, "docs");
    }
}
