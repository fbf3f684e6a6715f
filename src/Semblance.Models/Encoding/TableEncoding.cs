using System.Runtime.CompilerServices;
using Semblance.Data;
using Semblance.Models.Strings;

namespace Semblance.Models.Encoding;

/// <summary>How a table becomes encoded columns and back; the part of a fitted model that is the same in all families. Plain data.</summary>
internal sealed class TableEncoding
{
    /// <summary>Random streams from here on belong to the generators of identifiers and texts, one per table column; joint models use those below.</summary>
    public const uint FirstGeneratorStream = 0x8000_0000;

    /// <summary>Creates the encoding of a table from those of its columns.</summary>
    public TableEncoding(ColumnEncoding[] columns)
    {
        Columns = columns;
        ModelledCount = columns.Count(column => column.IsModelled);
    }

    /// <summary>One encoding per table column.</summary>
    public ColumnEncoding[] Columns { get; }

    /// <summary>The number of columns that the joint model sees.</summary>
    public int ModelledCount { get; }

    /// <summary>Learns the encoding of a training table and encodes it.</summary>
    public static TableEncoding Learn(Table table, FitOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation, out EncodedColumn[] encoded)
    {
        int count = table.Columns.Count, done = 0;
        var encodings = new ColumnEncoding[count];
        var columns = new EncodedColumn?[count];
        progress?.Report(new WorkProgress("encode", 0, count, "columns"));
        new Workers(options.Threads, cancellation).For(count, i =>
        {
            (encodings[i], columns[i]) = ColumnEncoder.Encode(table.Columns[i]);
            progress?.Report(new WorkProgress("encode", Interlocked.Increment(ref done), count, "columns"));
        });
        encoded = [.. columns.OfType<EncodedColumn>()];
        return new TableEncoding(encodings);
    }

    /// <summary>Resolves conditions given by column name.</summary>
    /// <exception cref="TableException">A column does not exist or cannot have the value.</exception>
    public ConditionSet Resolve(IReadOnlyDictionary<string, string> conditions) => ConditionResolver.Resolve(Columns, conditions);

    /// <summary>Empty columns for the joint model to fill, one per modelled column.</summary>
    public EncodedColumn[] NewBlock(int rows)
    {
        var block = new EncodedColumn[ModelledCount];
        int next = 0;
        foreach (ColumnEncoding column in Columns)
        {
            if (column.IsModelled)
            {
                int levels = column.Outcomes.Length;
                block[next++] = column.IsNumeric
                    ? EncodedColumn.Numeric(column.Schema.Name, new double[rows], levels == 1 ? null : new int[rows], levels == 1 ? 0 : levels, column.Step, column.Time)
                    : EncodedColumn.Categorical(column.Schema.Name, new int[rows], levels);
            }
        }
        return block;
    }

    /// <summary>Turns a sampled block into a table. The block's arrays may become the table's.</summary>
    public Table Decode(EncodedColumn[] block, ulong seed, long firstRow, int rows, ConditionSet conditions)
    {
        var columns = new Column[Columns.Length];
        int next = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            ColumnEncoding encoding = Columns[i];
            EncodedColumn? encoded = encoding.IsModelled ? block[next++] : null;
            columns[i] = Decode(encoding, encoded, rows, conditions.Cells[i], builder =>
                new StringBlock(seed, FirstGeneratorStream + (uint)i, firstRow, builder));
        }
        return new Table(columns, rows);
    }

    private static Column Decode(ColumnEncoding encoding, EncodedColumn? encoded, int rows, FixedCell? fixedCell, Func<Utf8Strings.Builder, StringBlock> strings)
    {
        ColumnSchema schema = encoding.Schema;
        byte[]? missing = DecodeMissing(encoding, encoded, rows, fixedCell);
        switch (schema.Kind)
        {
            case ColumnKind.Number:
                return new NumberColumn(schema, DecodeNumbers(encoding, encoded, missing, rows, fixedCell), missing);
            case ColumnKind.DateTime:
                return new DateTimeColumn(schema, DecodeTicks(encoding, encoded, missing, rows, fixedCell), missing);
            case ColumnKind.Category or ColumnKind.Boolean:
                return new CategoryColumn(schema, DecodeCodes(encoding, encoded, rows, fixedCell), missing);
            case ColumnKind.Empty:
                return new EmptyColumn(schema, missing!);
            default:
                var builder = new Utf8Strings.Builder(rows);
                StringBlock made = strings(builder);
                for (int row = 0; row < rows; row++)
                {
                    if (missing is not null && missing[row] != 0)
                    {
                        builder.Add(ReadOnlySpan<byte>.Empty);
                    }
                    else
                    {
                        encoding.Generator!.Append(made, row);
                    }
                }
                return new StringColumn(schema, builder.Build(), missing);
        }
    }

    private static byte[]? DecodeMissing(ColumnEncoding encoding, EncodedColumn? encoded, int rows, FixedCell? fixedCell)
    {
        if (Array.TrueForAll(encoding.Outcomes, outcome => outcome >= 0))
        {
            return null;
        }
        var missing = new byte[rows];
        if (fixedCell is { } cell)
        {
            missing.AsSpan().Fill((byte)Math.Max(0, -cell.Outcome));
        }
        else if (encoded is null)
        {
            missing.AsSpan().Fill((byte)-encoding.Outcomes[0]);
        }
        else
        {
            byte[] maskOfCode = Array.ConvertAll(encoding.Outcomes, outcome => (byte)Math.Max(0, -outcome));
            int[] codes = encoded.Codes!;
            for (int row = 0; row < rows; row++)
            {
                missing[row] = maskOfCode[codes[row]];
            }
        }
        return missing;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] DecodeNumbers(ColumnEncoding encoding, EncodedColumn? encoded, byte[]? missing, int rows, FixedCell? fixedCell)
    {
        double[] values;
        if (encoding.IsNumeric && fixedCell is null)
        {
            values = encoded!.Values!;
            double scale = ColumnEncoding.PowerOfTen(encoding.Schema.Number?.Decimals ?? 0);
            for (int row = 0; row < rows; row++)
            {
                values[row] = encoding.Settle(values[row], scale);
            }
        }
        else
        {
            values = new double[rows];
            values.AsSpan().Fill(fixedCell?.Number ?? encoding.Minimum);
        }
        BlankMissing(values, missing, double.NaN);
        return values;
    }

    private static long[] DecodeTicks(ColumnEncoding encoding, EncodedColumn? encoded, byte[]? missing, int rows, FixedCell? fixedCell)
    {
        var ticks = new long[rows];
        if (encoding.IsNumeric && fixedCell is null)
        {
            double[] values = encoded!.Values!;
            for (int row = 0; row < rows; row++)
            {
                ticks[row] = encoding.ToTicks(values[row]);
            }
        }
        else
        {
            ticks.AsSpan().Fill(fixedCell?.Ticks ?? encoding.OriginTicks);
        }
        BlankMissing(ticks, missing, 0);
        return ticks;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] DecodeCodes(ColumnEncoding encoding, EncodedColumn? encoded, int rows, FixedCell? fixedCell)
    {
        int[] outcomes = encoding.Outcomes;
        if (fixedCell is null && encoded is not null)
        {
            int[] codes = encoded.Codes!;
            for (int row = 0; row < rows; row++)
            {
                codes[row] = Math.Max(-1, outcomes[codes[row]]);
            }
            return codes;
        }
        var same = new int[rows];
        same.AsSpan().Fill(Math.Max(-1, fixedCell?.Outcome ?? outcomes[0]));
        return same;
    }

    private static void BlankMissing<T>(T[] values, byte[]? missing, T blank)
    {
        if (missing is null)
        {
            return;
        }
        for (int row = 0; row < values.Length; row++)
        {
            if (missing[row] != 0)
            {
                values[row] = blank;
            }
        }
    }
}
