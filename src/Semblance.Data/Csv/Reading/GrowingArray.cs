namespace Semblance.Data.Csv.Reading;

/// <summary>An array that is filled from the front, best made with its final length: then it is given away without a copy.</summary>
internal sealed class GrowingArray<T>(int expected)
    where T : unmanaged
{
    private T[] _items = [];
    private int _count;

    /// <summary>Appends items.</summary>
    public void Add(ReadOnlySpan<T> items)
    {
        items.CopyTo(Reserve(items.Length));
        _count += items.Length;
    }

    /// <summary>Appends zeros.</summary>
    public void AddZeros(int count)
    {
        Reserve(count).Clear();
        _count += count;
    }

    /// <summary>The items, in an array of exactly their number. Nothing may be added afterwards.</summary>
    public T[] ToArray()
    {
        if (_items.Length != _count)
        {
            Grow(_count);
        }
        T[] items = _items;
        _items = [];
        return items;
    }

    private Span<T> Reserve(int count)
    {
        long needed = (long)_count + count;
        if (needed > _items.Length)
        {
            if (needed > Array.MaxLength)
            {
                throw new TableException($"The table has more than {Array.MaxLength} rows; split the file.");
            }
            // Half as much again when the estimate was too low or there was none.
            Grow((int)Math.Min(Math.Max(needed, _items.Length == 0 ? expected : needed + (needed >> 1)), Array.MaxLength));
        }
        return _items.AsSpan(_count, count);
    }

    private void Grow(int length)
    {
        T[] items = GC.AllocateUninitializedArray<T>(length);
        _items.AsSpan(0, _count).CopyTo(items);
        _items = items;
    }
}
