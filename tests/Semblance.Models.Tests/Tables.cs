using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Models.Tests;

/// <summary>Small tables for tests, each a pure function of its arguments.</summary>
internal static class Tables
{
    /// <summary>All kinds of columns, dependent on each other, with missing values where the kind can have them.</summary>
    public static Table Mixed(int rows, ulong seed = 1)
    {
        var random = new Philox(seed);
        var age = new double[rows];
        var income = new double[rows];
        var incomeMissing = new byte[rows];
        var gain = new double[rows];
        var job = new int[rows];
        var jobMissing = new byte[rows];
        var member = new int[rows];
        var joined = new long[rows];
        var joinedMissing = new byte[rows];
        var constant = new double[rows];
        var empty = new byte[rows];
        var ids = new string[rows];
        var notes = new string[rows];
        var notesMissing = new byte[rows];
        string[] words = ["late", "order", "came", "broken", "thanks", "for", "the", "quick", "help", "with", "my", "parcel", "again", "please", "call"];
        for (int i = 0; i < rows; i++)
        {
            RandomSequence r = random.At(7, (ulong)i);
            double u = r.NextDouble();
            age[i] = 18 + Math.Floor(60 * u * r.NextDouble() + 10 * r.NextDouble());
            incomeMissing[i] = (byte)(r.NextDouble() < 0.1 + (0.2 * u) ? 1 + r.NextInt32(2) : 0);
            income[i] = incomeMissing[i] != 0 ? double.NaN : Math.Round(1000 + (50 * age[i]) + (2000 * r.NextDouble() * r.NextDouble()), 2);
            gain[i] = r.NextDouble() < 0.9 ? 0 : 100 * (1 + r.NextInt32(300));
            jobMissing[i] = (byte)(r.NextDouble() < 0.05 ? 1 : 0);
            job[i] = jobMissing[i] != 0 ? -1 : Math.Min(4, (int)(age[i] / 20) + r.NextInt32(2));
            member[i] = r.NextDouble() < age[i] / 100 ? 1 : 0;
            joinedMissing[i] = (byte)(member[i] == 0 ? 1 : 0);
            joined[i] = joinedMissing[i] != 0 ? 0 : new DateTime(2015, 1, 1).AddDays(Math.Floor(3000 * r.NextDouble())).Ticks;
            constant[i] = 7;
            empty[i] = 1;
            ids[i] = $"C{10_000 + (i * 7919 % 90_000):D5}";
            notesMissing[i] = (byte)(r.NextDouble() < 0.3 ? 1 : 0);
            notes[i] = notesMissing[i] != 0 ? "" : string.Join(' ', Enumerable.Range(0, 4 + r.NextInt32(6)).Select(_ => words[r.NextInt32(words.Length)]));
        }
        return new Table(
            [
                Number("age", age),
                new NumberColumn(new ColumnSchema("income", ColumnKind.Number) { Number = new NumberFormat(2, FixedDecimals: false), MissingTokens = ["", "NA"] }, income, incomeMissing),
                Number("gain", gain),
                new CategoryColumn(new ColumnSchema("job", ColumnKind.Category) { Levels = ["none", "clerk", "smith", "cook", "judge"], MissingTokens = ["?"] }, job, jobMissing),
                new CategoryColumn(new ColumnSchema("member", ColumnKind.Boolean) { Levels = ["no", "yes"] }, member),
                new DateTimeColumn(new ColumnSchema("joined", ColumnKind.DateTime) { DateTime = new DateTimeFormat("dd.MM.yyyy", DateTimeParts.Date, TimeSpan.TicksPerDay), MissingTokens = [""] }, joined, joinedMissing),
                Number("constant", constant),
                new EmptyColumn(new ColumnSchema("empty", ColumnKind.Empty) { MissingTokens = ["-"] }, empty),
                new StringColumn(new ColumnSchema("id", ColumnKind.Identifier), Utf8Strings.From(ids)),
                new StringColumn(new ColumnSchema("note", ColumnKind.Text) { MissingTokens = [""] }, Utf8Strings.From(notes), notesMissing),
            ],
            rows);
    }

    /// <summary>A number column without missing values.</summary>
    public static NumberColumn Number(string name, double[] values, int decimals = 0) =>
        new(new ColumnSchema(name, ColumnKind.Number) { Number = new NumberFormat(decimals) }, values);

    /// <summary>A category column; levels are named L0, L1, ...</summary>
    public static CategoryColumn Category(string name, int[] codes, int levels, byte[]? missing = null) =>
        new(new ColumnSchema(name, ColumnKind.Category) { Levels = [.. Enumerable.Range(0, levels).Select(i => $"L{i}")], MissingTokens = missing is null ? [] : ["NA"] }, codes, missing);

    /// <summary>An identifier or text column without missing values.</summary>
    public static StringColumn Strings(string name, ColumnKind kind, IReadOnlyCollection<string> values) => new(new ColumnSchema(name, kind), Utf8Strings.From(values));

    /// <summary>One table of all blocks of a sample.</summary>
    public static Table Join(IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks)
    {
        Table[] parts = [.. blocks];
        int rows = parts.Sum(part => part.RowCount);
        var columns = new Column[schema.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            Column[] pieces = [.. parts.Select(part => part.Columns[c])];
            byte[]? missing = pieces.Any(piece => piece.Missing is not null) ? [.. pieces.SelectMany(piece => piece.Missing ?? new byte[piece.Count])] : null;
            columns[c] = schema[c].Kind switch
            {
                ColumnKind.Number => new NumberColumn(schema[c], [.. pieces.Cast<NumberColumn>().SelectMany(piece => piece.Values)], missing),
                ColumnKind.DateTime => new DateTimeColumn(schema[c], [.. pieces.Cast<DateTimeColumn>().SelectMany(piece => piece.Ticks)], missing),
                ColumnKind.Category or ColumnKind.Boolean => new CategoryColumn(schema[c], [.. pieces.Cast<CategoryColumn>().SelectMany(piece => piece.Codes)], missing),
                ColumnKind.Empty => new EmptyColumn(schema[c], missing ?? []),
                _ => new StringColumn(schema[c], Utf8Strings.From([.. pieces.Cast<StringColumn>().SelectMany(piece => Enumerable.Range(0, piece.Count).Select(piece.Values.GetString))]), missing),
            };
        }
        return new Table(columns, rows);
    }

    /// <summary>All bytes of a table, to compare tables by.</summary>
    public static byte[] Bytes(Table table)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(table.RowCount);
        foreach (Column column in table.Columns)
        {
            writer.Write(column.Name);
            writer.Write(column.Missing ?? []);
            switch (column)
            {
                case NumberColumn numbers:
                    Array.ForEach(numbers.Values, writer.Write);
                    break;
                case DateTimeColumn dates:
                    Array.ForEach(dates.Ticks, writer.Write);
                    break;
                case CategoryColumn categories:
                    Array.ForEach(categories.Codes, writer.Write);
                    break;
                case StringColumn strings:
                    for (int i = 0; i < strings.Count; i++)
                    {
                        writer.Write(strings.Values.GetString(i));
                    }
                    break;
            }
        }
        writer.Flush();
        return stream.ToArray();
    }
}
