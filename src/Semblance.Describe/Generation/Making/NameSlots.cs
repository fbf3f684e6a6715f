using System.Text;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>
/// A list of names in a number of slots: a more usual name has more of them. Slots whose names look alike in Latin letters are numbered, so that
/// (Latin letters, number) tells any two slots apart.
/// </summary>
internal sealed class NameSlots
{
    private readonly NameSlot[] _slots;

    /// <summary>Shares the slots of one or two lists out by rank, each list having as many slots.</summary>
    public NameSlots(int slots, params IReadOnlyList<PersonName>[] lists)
    {
        _slots = new NameSlot[slots];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int size = slots / lists.Length;
        for (int list = 0; list < lists.Length; list++)
        {
            int[] names = Share(lists[list].Count, size);
            for (int i = 0; i < size; i++)
            {
                PersonName name = lists[list][names[i]];
                numbers.TryGetValue(name.Latin, out int number);
                numbers[name.Latin] = number + 1;
                _slots[(i * lists.Length) + list] = new NameSlot(name.Written, Encoding.ASCII.GetBytes(name.Latin), Hash64.Of(name.Latin), number);
            }
        }
        for (int i = 0; i < slots; i++)
        {
            _slots[i] = _slots[i] with { Count = numbers[Encoding.ASCII.GetString(_slots[i].Latin)] };
        }
    }

    /// <summary>A slot.</summary>
    public ref readonly NameSlot this[long slot] => ref _slots[slot];

    // The name of each slot: one slot for each name as far as they go, the others by rank.
    private static int[] Share(int names, int slots)
    {
        double total = 0;
        for (int i = 0; i < names; i++)
        {
            total += Weight(i);
        }
        var owners = new int[slots];
        double spare = Math.Max(0, slots - names), due = 0;
        int slot = 0;
        for (int name = 0; name < names && slot < slots; name++)
        {
            due += spare * Weight(name) / total;
            int end = name == names - 1 ? slots : Math.Min(slots, Math.Max(slot + 1, name + 1 + (int)due));
            for (; slot < end; slot++)
            {
                owners[slot] = name;
            }
        }
        return owners;
    }

    private static double Weight(int rank) => 1.0 / (rank + 8);
}

/// <summary>A name in a slot.</summary>
/// <param name="Written">As it is written, in UTF-8.</param>
/// <param name="Latin">In small Latin letters.</param>
/// <param name="Hash">A hash of the Latin letters.</param>
/// <param name="Number">The slot's number among those whose names look alike, from 0.</param>
internal readonly record struct NameSlot(byte[] Written, byte[] Latin, ulong Hash, int Number)
{
    /// <summary>How many slots there are whose names look alike.</summary>
    public int Count { get; init; }
}
