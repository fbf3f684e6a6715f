using System.Runtime.CompilerServices;
using Semblance.Models.Copula;
using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Neural;

/// <summary>
/// How encoded columns become the rows that networks learn and make, and back: per number a scalar and a choice, per category a choice.
/// Rows are kept as codes (<see cref="CodedRows"/>); <see cref="Slices"/> says where they lie in a network's row. Plain data.
/// </summary>
internal sealed class TabularEncoder
{
    /// <summary>Random streams from here to below <see cref="TableEncoding.FirstGeneratorStream"/> belong to the encoder: of the fit's seed for modes, of the sample's for rare levels.</summary>
    public const uint FirstStream = 0x7000_0000;

    /// <summary>Creates the encoder of some columns.</summary>
    public TabularEncoder(ColumnCoder[] columns)
    {
        Columns = columns;
        var slices = new List<Slice>();
        Choices = new Slice[columns.Length];
        foreach ((int c, ColumnCoder column) in columns.Index())
        {
            if (column.IsNumeric)
            {
                slices.Add(new Slice(c, Width++, 1, SliceKind.Scalar));
            }
            Choices[c] = new Slice(c, Width, column.ChoiceWidth, column.IsNumeric ? SliceKind.Mode : SliceKind.Level);
            slices.Add(Choices[c]);
            Width += column.ChoiceWidth;
        }
        Slices = [.. slices];
    }

    /// <summary>One coder per encoded column.</summary>
    public ColumnCoder[] Columns { get; }

    /// <summary>All slices of a row, in order.</summary>
    public Slice[] Slices { get; }

    /// <summary>Per column its choice; the scalar of a number is the element before it.</summary>
    public Slice[] Choices { get; }

    /// <summary>The elements of a row.</summary>
    public int Width { get; }

    /// <summary>Learns the encoder from training columns; tells of the phase "prepare".</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="context">Threads, progress, cancellation.</param>
    /// <param name="marginalOf">Gives the distribution by which a column's sorted numbers are turned into a normal variable first; null to leave them as they are.</param>
    public static TabularEncoder Learn(EncodedColumn[] columns, FitContext context, Func<double[], NumberMarginal>? marginalOf = null)
    {
        var coders = new ColumnCoder[columns.Length];
        int done = 0;
        context.Progress?.Report(new WorkProgress("prepare", 0, columns.Length, "columns"));
        context.Workers.For(columns.Length, c =>
        {
            coders[c] = ColumnCoder.Learn(columns[c], marginalOf);
            context.Progress?.Report(new WorkProgress("prepare", Interlocked.Increment(ref done), columns.Length, "columns"));
        });
        return new TabularEncoder(coders);
    }

    /// <summary>Makes room for rows.</summary>
    public CodedRows NewRows(int rows) => new(rows, Array.ConvertAll(Columns, column => column.IsNumeric));

    /// <summary>Codes rows.</summary>
    /// <param name="columns">Columns as those that were learnt.</param>
    /// <param name="seed">The seed of the fit.</param>
    /// <param name="workers">Threads and cancellation.</param>
    /// <param name="drawModes">Whether a number's mode is drawn by its likeliness under each, from the seed and the row's number, rather than the likeliest.</param>
    public CodedRows Transform(EncodedColumn[] columns, ulong seed, Workers workers, bool drawModes = false)
    {
        CodedRows rows = NewRows(columns[0].RowCount);
        workers.For(columns.Length, c => Transform(Columns[c], columns[c], drawModes ? new Philox(seed) : null, FirstStream + (uint)c, rows.Slots[c], rows.Scalars[c]));
        return rows;
    }

    /// <summary>Turns coded rows into values.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="seed">The seed of the sample, which decides among rare levels that share a place.</param>
    /// <param name="firstRow">The number of the first row in the sample.</param>
    /// <param name="target">Where the values go, one column per learnt one.</param>
    /// <param name="start">The place of the first row in <paramref name="target"/>.</param>
    public void Inverse(CodedRows rows, ulong seed, long firstRow, EncodedColumn[] target, int start) => Inverse(rows, rows.RowCount, seed, firstRow, target, start);

    /// <summary>Turns the first <paramref name="count"/> coded rows into values.</summary>
    public void Inverse(CodedRows rows, int count, ulong seed, long firstRow, EncodedColumn[] target, int start)
    {
        var random = new Philox(seed);
        for (int c = 0; c < Columns.Length; c++)
        {
            Span<double> values = target[c].Values is { } numbers ? numbers.AsSpan(start, count) : [];
            Span<int> codes = target[c].Codes is { } outcomes ? outcomes.AsSpan(start, count) : [];
            Inverse(Columns[c], rows.Slots[c].AsSpan(0, count), rows.Scalars[c], random, FirstStream + (uint)c, firstRow, values, codes);
        }
    }

    /// <summary>Writes the encoder.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Columns.Length);
        foreach (ColumnCoder column in Columns)
        {
            column.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TabularEncoder Read(BinaryReader reader)
    {
        var columns = new ColumnCoder[reader.ReadCount(1)];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = ColumnCoder.Read(reader);
        }
        return columns.Length > 0 ? new TabularEncoder(columns) : throw new InvalidDataException("The networks have no columns.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transform(ColumnCoder coder, EncodedColumn column, Philox? random, uint stream, byte[] slots, float[]? scalars)
    {
        if (scalars is null)
        {
            for (int row = 0; row < slots.Length; row++)
            {
                slots[row] = (byte)coder.Outcomes!.SlotOf(column.Codes![row]);
            }
            return;
        }
        for (int row = 0; row < slots.Length; row++)
        {
            (int slot, scalars[row]) = coder.Code(column.Values![row], column.Codes is null ? 0 : column.Codes[row], random?.At(stream, (ulong)row).NextDouble());
            slots[row] = (byte)slot;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Inverse(
        ColumnCoder coder, ReadOnlySpan<byte> slots, float[]? scalars, Philox random, uint stream, long firstRow, Span<double> values, Span<int> codes)
    {
        int modes = coder.Number?.Modes ?? 0;
        for (int row = 0; row < slots.Length; row++)
        {
            int slot = slots[row];
            if (slot < modes)
            {
                values[row] = coder.Number!.Value(slot, scalars![row]);
                if (!codes.IsEmpty)
                {
                    codes[row] = 0;
                }
                continue;
            }
            OutcomeSlots outcomes = coder.Outcomes!;
            slot -= modes;
            int code = outcomes.CodeOf(slot, outcomes.IsShared(slot) ? random.At(stream, (ulong)(firstRow + row)).NextDouble() : 0);
            codes[row] = modes > 0 ? code + 1 : code;
            if (modes > 0)
            {
                values[row] = double.NaN;
            }
        }
    }
}
