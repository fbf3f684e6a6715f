using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Semblance.Data.Text;

/// <summary>
/// Numbers distinct byte strings in the order of their first appearance, counts them, and remembers whether each was seen in quotes
/// and without. Not thread-safe.
/// </summary>
internal sealed class ByteDictionary
{
    private const int CodeBits = 31;
    private const ulong CodeMask = (1UL << CodeBits) - 1;

    /// <summary>Mark of a string that was seen without quotes.</summary>
    public const byte SeenPlain = 1;

    /// <summary>Mark of a string that was seen in quotes.</summary>
    public const byte SeenQuoted = 2;

    // Open addressing: the code plus one below, some more bits of the hash above, so that a string nearly always is compared with itself only.
    private ulong[] _slots;
    private int _shift;
    private Entry[] _entries;
    private byte[] _bytes;
    private int _count;
    private int _used;

    /// <summary>Creates an empty dictionary.</summary>
    public ByteDictionary(int capacity = 16)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 16) * 2);
        _slots = NewSlots(size);
        _entries = new Entry[size / 2];
        _bytes = new byte[size * 4];
    }

    /// <summary>The number of distinct strings.</summary>
    public int Count => _count;

    /// <summary>The bytes of all distinct strings together.</summary>
    public int ByteCount => _used;

    /// <summary>One string.</summary>
    public ReadOnlySpan<byte> this[int code] => _bytes.AsSpan(_entries[code].Offset, _entries[code].Length);

    /// <summary>How often a string was added.</summary>
    public long Occurrences(int code) => _entries[code].Occurrences;

    /// <summary>How a string was seen: <see cref="SeenPlain"/>, <see cref="SeenQuoted"/> or both.</summary>
    public byte Seen(int code) => _entries[code].Seen;

    /// <summary>Makes room for so many strings in all, so that it does not have to be made again and again.</summary>
    public void Reserve(int count)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(count, 1 << 29));
        if (size > _entries.Length)
        {
            Grow(size);
        }
        // As long as those that are here, and some more.
        long bytes = Math.Min((_count == 0 ? 0 : (long)_used * count / _count) * 17 / 16, Array.MaxLength);
        if (bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)bytes);
        }
    }

    /// <summary>Asks for the memory that adding a string will look at first, some strings ahead: of many, it is in no cache.</summary>
    public unsafe void Prefetch(ReadOnlySpan<byte> text)
    {
        const int InCache = 1 << 14;
        if (Sse.IsSupported && _slots.Length > InCache)
        {
            (ulong key, ulong tail) = KeyOf(text);
            // Only a hint: it does not matter if the array has moved by the time.
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[(int)(HashOf(key, tail, text.Length) >> _shift)]));
        }
    }

    /// <summary>Counts more occurrences of a string.</summary>
    public void AddOccurrences(int code, int count) => _entries[code].Occurrences += count;

    /// <summary>Forgets all strings; large room is given back.</summary>
    public void Clear()
    {
        const int Kept = 1 << 16;
        if (_entries.Length > Kept)
        {
            _slots = NewSlots(32);
            _entries = new Entry[16];
        }
        else
        {
            Array.Clear(_slots);
        }
        if (_bytes.Length > 16 * Kept)
        {
            _bytes = new byte[128];
        }
        _count = 0;
        _used = 0;
    }

    /// <summary>The code of a string, which is added if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(ReadOnlySpan<byte> text, byte seen, int occurrences = 1)
    {
        (ulong key, ulong tail) = KeyOf(text);
        ulong hash = HashOf(key, tail, text.Length);
        int mask = _slots.Length - 1;
        for (int slot = (int)(hash >> _shift); ; slot = (slot + 1) & mask)
        {
            ulong held = _slots[slot];
            if (held == 0)
            {
                return Insert(text, key, tail, hash, slot, seen, occurrences);
            }
            if ((held ^ hash) >> CodeBits == 0)
            {
                int code = (int)(held & CodeMask) - 1;
                ref Entry entry = ref _entries[code];
                if (entry.Key == key && entry.Tail == tail && entry.Length == text.Length && (text.Length <= 16 || text.SequenceEqual(this[code])))
                {
                    entry.Seen |= seen;
                    entry.Occurrences += occurrences;
                    return code;
                }
            }
        }
    }

    /// <summary>Adds all strings of another dictionary in its order; entry i of the result is the code here of its string i.</summary>
    public int[] Merge(ByteDictionary other)
    {
        int[] map = new int[other._count];
        for (int i = 0; i < map.Length; i++)
        {
            ref Entry entry = ref other._entries[i];
            int code = Add(other[i], entry.Seen, 0);
            _entries[code].Occurrences += entry.Occurrences;
            map[i] = code;
        }
        return map;
    }

    private int Insert(ReadOnlySpan<byte> text, ulong key, ulong tail, ulong hash, int slot, byte seen, int occurrences)
    {
        if (_count == _entries.Length)
        {
            Grow(_entries.Length * 2);
            slot = FreeSlot(hash);
        }
        if (_used + (long)text.Length > _bytes.Length)
        {
            long size = Math.Min(Math.Max(_bytes.Length * 2L, _used + (long)text.Length), Array.MaxLength);
            if (size < _used + (long)text.Length)
            {
                throw new TableException("The distinct texts of one column are over 2 GB; leave the column out or split the file.");
            }
            Array.Resize(ref _bytes, (int)size);
        }
        text.CopyTo(_bytes.AsSpan(_used));
        _entries[_count] = new Entry
        {
            Key = key,
            Tail = tail,
            Offset = _used,
            Length = text.Length,
            Seen = seen,
            Occurrences = occurrences,
        };
        _used += text.Length;
        _slots[slot] = Held(hash, _count);
        return _count++;
    }

    private void Grow(int size)
    {
        Array.Resize(ref _entries, size);
        _slots = NewSlots(size * 2);
        for (int code = 0; code < _count; code++)
        {
            ref Entry entry = ref _entries[code];
            ulong hash = HashOf(entry.Key, entry.Tail, entry.Length);
            _slots[FreeSlot(hash)] = Held(hash, code);
        }
    }

    private ulong[] NewSlots(int size)
    {
        _shift = 64 - BitOperations.Log2((uint)size);
        return new ulong[size];
    }

    private int FreeSlot(ulong hash)
    {
        int slot = (int)(hash >> _shift);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }
        return slot;
    }

    private static ulong Held(ulong hash, int code) => (hash & ~CodeMask) | ((ulong)code + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashOf(ulong key, ulong tail, int length)
    {
        ulong hash = (key ^ BitOperations.RotateLeft(tail, 23) ^ ((ulong)(uint)length << 56)) * 0x9E3779B97F4A7C15;
        return (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
    }

    // Up to 16 bytes, key and tail together with the length are the string itself; beyond, they are a hash of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Key, ulong Tail) KeyOf(ReadOnlySpan<byte> text)
    {
        ref byte first = ref MemoryMarshal.GetReference(text);
        int length = text.Length;
        if (length >= 8)
        {
            ulong head = Unsafe.ReadUnaligned<ulong>(ref first);
            ulong tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, length - 8));
            return length <= 16 ? (head, tail) : (LongHash(ref first, length, head), tail);
        }
        if (length >= 4)
        {
            return (Unsafe.ReadUnaligned<uint>(ref first) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4)) << 32), 0);
        }
        return (length == 0 ? 0 : first | ((ulong)Unsafe.Add(ref first, length >> 1) << 8) | ((ulong)Unsafe.Add(ref first, length - 1) << 16), 0);
    }

    private static ulong LongHash(ref byte first, int length, ulong hash)
    {
        for (int i = 8; i < length - 8; i += 8)
        {
            hash = BitOperations.RotateLeft((hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, i))) * 0xD6E8FEB86659FD93, 29);
        }
        return hash;
    }

    private struct Entry
    {
        public ulong Key;
        public ulong Tail;
        public int Offset;
        public int Length;
        public int Occurrences;
        public byte Seen;
    }
}
