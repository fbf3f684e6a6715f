using Semblance.Data.Parquet.Metadata;
using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Makes columns of values of a fixed size, which are decoded into their final place. Chunks may be read in any order, several at a time.</summary>
internal abstract class FixedBuilder<T> : ColumnBuilder
    where T : unmanaged
{
    // Codes of missing values until all are known.
    private const byte Null = 1;

    private readonly Lock _lock = new();
    private byte[]? _missing;
    private long _present;
    private int _seenCodes;

    /// <summary>Makes room for all rows.</summary>
    protected FixedBuilder(ColumnContext context, LeafColumn leaf, int rows, T nullValue)
        : base(context, leaf, rows)
    {
        Values = GC.AllocateUninitializedArray<T>(rows);
        NullValue = nullValue;
    }

    /// <inheritdoc/>
    public override bool TakesAnyOrder => true;

    /// <summary>One value per row.</summary>
    protected T[] Values { get; }

    /// <summary>What stands in the place of a missing value.</summary>
    protected T NullValue { get; }

    /// <summary>Whether there is any value that is not missing.</summary>
    protected bool HasValues => Interlocked.Read(ref _present) > 0;

    /// <summary>For what is shared between chunks.</summary>
    protected Lock Shared => _lock;

    /// <summary>The spellings of missing values, by their provisional codes from 1 on; the first is that of null.</summary>
    protected virtual IReadOnlyList<string> Tokens => [""];

    /// <inheritdoc/>
    public override void Read(ChunkPages pages, int row, CancellationToken ct)
    {
        var decoder = new ValueDecoder(this);
        T[]? dictionary = null;
        while (pages.Next())
        {
            ct.ThrowIfCancellationRequested();
            if (pages.IsDictionary)
            {
                dictionary = decoder.Dictionary(pages);
                continue;
            }
            Span<T> target = Values.AsSpan(row, pages.Count);
            Span<T> present = target[..pages.PresentCount];
            if (pages.Encoding is PageEncoding.RleDictionary or PageEncoding.PlainDictionary)
            {
                DictionaryIndexes.Look(pages.Values, dictionary ?? throw new InvalidDataException("a page has indexes into a dictionary that is not there"), present);
            }
            else
            {
                decoder.Decode(pages.Encoding, pages.Values, present);
            }
            bool hasOddOnes = Observe(present);
            if (pages.PresentCount < pages.Count)
            {
                Spread(target, pages.Present, pages.PresentCount);
                MarkNulls(row, pages.Present);
            }
            Interlocked.Add(ref _present, pages.PresentCount);
            if (hasOddOnes)
            {
                MarkOddOnes(row, pages.Count);
            }
            row += pages.Count;
        }
    }

    /// <summary>Takes raw values of the column's type, one after another, to what the column holds.</summary>
    protected abstract void Convert(ReadOnlySpan<byte> raw, Span<T> target);

    /// <summary>Takes one raw value of no fixed width to what the column holds.</summary>
    protected virtual T Convert(ReadOnlySpan<byte> raw) => throw new NotSupportedException("its values have no fixed width");

    /// <summary>Looks at values that are there. Safe to use from several threads.</summary>
    /// <returns>Whether some of them have to be taken for missing, by <see cref="OddCode"/>.</returns>
    protected abstract bool Observe(ReadOnlySpan<T> values);

    /// <summary>The provisional code of a value that is taken for missing; 0 for any other.</summary>
    protected virtual byte OddCode(T value) => 0;

    /// <summary>The mask of missing values with its final codes, their tokens, and which of them is null.</summary>
    protected (byte[]? Missing, string[] Tokens, int NullCode) Missing()
    {
        if (_missing is null)
        {
            return (null, [], 0);
        }
        var tokens = new List<string>();
        byte[] map = new byte[Tokens.Count + 1];
        for (int code = 1; code < map.Length; code++)
        {
            if ((_seenCodes & (1 << code)) != 0)
            {
                tokens.Add(Tokens[code - 1]);
                map[code] = (byte)tokens.Count;
            }
        }
        if (map.Where((final, code) => (_seenCodes & (1 << code)) != 0 && final != code).Any())
        {
            foreach (ref byte code in _missing.AsSpan())
            {
                code = map[code];
            }
        }
        return (_missing, [.. tokens], map[Null]);
    }

    /// <summary>A column in which everything is missing.</summary>
    protected EmptyColumn Empty()
    {
        (byte[]? missing, string[] tokens, int nullCode) = Missing();
        return new EmptyColumn(Schema(ColumnKind.Empty, tokens, nullCode), missing ?? []);
    }

    // From the last row on, each value moves to its row, which is never before its own.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    private void Spread(Span<T> target, ReadOnlySpan<byte> present, int count)
    {
        T nothing = NullValue;
        int from = count - 1;
        for (int row = present.Length - 1; row > from; row--)
        {
            if (present[row] != 0)
            {
                target[row] = target[from];
                from--;
            }
            else
            {
                target[row] = nothing;
            }
        }
    }

    private byte[] Mask()
    {
        lock (_lock)
        {
            return _missing ??= new byte[Rows];
        }
    }

    private void MarkNulls(int row, ReadOnlySpan<byte> present)
    {
        Span<byte> missing = Mask().AsSpan(row, present.Length);
        for (int i = 0; i < missing.Length; i++)
        {
            missing[i] = (byte)(present[i] ^ Null);
        }
        Interlocked.Or(ref _seenCodes, 1 << Null);
    }

    private void MarkOddOnes(int row, int count)
    {
        byte[] missing = Mask();
        for (int i = row; i < row + count; i++)
        {
            byte code = missing[i] == 0 ? OddCode(Values[i]) : (byte)0;
            if (code != 0)
            {
                missing[i] = code;
                Values[i] = NullValue;
                Interlocked.Or(ref _seenCodes, 1 << code);
                Interlocked.Decrement(ref _present);
            }
        }
    }

    /// <summary>Decodes the values of one chunk.</summary>
    private sealed class ValueDecoder(FixedBuilder<T> builder)
    {
        private readonly FixedValues? _fixed = FixedValues.WidthOf(builder.Leaf.Type) > 0 ? new FixedValues(builder.Leaf.Type) : null;
        private readonly ByteArrayScratch _scratch = new();

        public T[] Dictionary(ChunkPages pages)
        {
            // Each value takes bits at least.
            if (pages.Count > pages.Values.Length * 8L)
            {
                throw new InvalidDataException($"a dictionary of {pages.Values.Length} bytes is said to have {pages.Count} values");
            }
            T[] values = new T[pages.Count];
            Decode(pages.Encoding == PageEncoding.PlainDictionary ? PageEncoding.Plain : pages.Encoding, pages.Values, values);
            return values;
        }

        public void Decode(PageEncoding encoding, ReadOnlySpan<byte> data, Span<T> target)
        {
            if (_fixed is not null)
            {
                builder.Convert(_fixed.Decode(encoding, data, target.Length), target);
                return;
            }
            var values = new ByteArrayValues(encoding, data, target.Length, _scratch);
            for (int i = 0; values.Next(out ReadOnlySpan<byte> value); i++)
            {
                target[i] = builder.Convert(value);
            }
        }
    }
}
