using System.Globalization;
using System.Text;
using Semblance.Describe.Generation;
using Semblance.Describe.Output;

namespace Semblance.Describe.Reality;

/// <summary>Makes blocks of rows with their defects. One thread uses it at a time.</summary>
internal sealed class MessWorker(Mess mess)
{
    private readonly Block _own = new(mess.Table);
    private readonly Block _sources = new(mess.Table);
    private readonly Vector[] _columns = new Vector[mess.Columns.Length];
    private readonly Vector[] _texts = [.. mess.Columns.Select(_ => new Vector())];
    private readonly Block _keys = new(mess.Table);
    private readonly Vector _one = new();
    private readonly byte[] _number = new byte[40];
    private long[] _sourceRows = [];
    private bool[] _isNear = [];
    private int[] _swaps = [];
    private byte[] _list = new byte[1 << 12];
    private DefectKind?[][] _kinds = [];

    /// <summary>The columns of consecutive rows: texts where a column can have defects, values as they are made elsewhere.</summary>
    public IReadOnlyList<Vector> Columns(long first, int count)
    {
        Begin(first, count);
        foreach (MessyColumn column in mess.Columns)
        {
            if (!column.Receives)
            {
                // A foreign key goes with a repeated row; it is as good as the row's own.
                _columns[column.Index] = (column.StaysWithRow ? _own : _sources).Column(column.Index);
                continue;
            }
            Vector text = _texts[column.Index];
            Fill(column, text);
            _columns[column.Index] = text;
        }
        return _columns;
    }

    /// <summary>The defects of consecutive rows as JSON objects, each after a comma.</summary>
    public ReadOnlyMemory<byte> Defects(long first, int count)
    {
        Columns(first, count);
        int length = 0;
        byte[] dataset = Encoding.UTF8.GetBytes(mess.Table.Entity.Name);
        for (int row = 0; row < count; row++)
        {
            foreach (MessyColumn column in mess.Columns)
            {
                Vector clean = _own.Column(column.Index), messy = _columns[column.Index];
                bool isCopy = _sourceRows[row] != first + row && !column.StaysWithRow;
                if (Same(clean, messy, row))
                {
                    continue;
                }
                DefectKind kind = isCopy ? (_isNear[row] ? DefectKind.NearDuplicate : DefectKind.Duplicate) : _kinds[column.Index][row]!.Value;
                Append(ref length, dataset, first + row, column, kind, clean, row);
            }
        }
        return _list.AsMemory(0, length);
    }

    private void Begin(long first, int count)
    {
        if (_sourceRows.Length < count)
        {
            _sourceRows = new long[count];
            _isNear = new bool[count];
            _swaps = new int[count];
            _kinds = [.. mess.Columns.Select(_ => new DefectKind?[count])];
        }
        for (int i = 0; i < count; i++)
        {
            _sourceRows[i] = mess.SourceOf(first + i, out _isNear[i]);
            _swaps[i] = mess.SwapOf(_sourceRows[i]);
        }
        _own.Take(first, count);
        _sources.Take(_sourceRows.AsSpan(0, count));
    }

    private void Fill(MessyColumn column, Vector into)
    {
        Block block = column.StaysWithRow ? _own : _sources;
        Vector clean = block.Column(column.Index);
        Vector? reference = column.BreaksAgainst?.In(block);
        ReadOnlySpan<long> rows = block.Rows, ownRows = _own.Rows;
        into.Reset(VectorKind.Text, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            DefectKind?[] kinds = _kinds[column.Index];
            kinds[i] = null;
            if (_swaps[i] >= 0 && column.CanSwap && Swapped(column, i, block, into))
            {
                kinds[i] = DefectKind.SwappedFields;
                continue;
            }
            if (column.DefectOf(rows[i], out ulong bits) is { } kind && Spoil(column, clean, i, kind, bits, rows[i], reference, into))
            {
                kinds[i] = kind;
                continue;
            }
            if (_isNear[i] && rows[i] != ownRows[i] && IsChangedInNear(column, ownRows[i]) && !clean.IsMissing(i) && Damage.Text(Encoding.UTF8.GetString(clean.Text(i)), DefectKind.Transposition, Hash64.Mix((ulong)ownRows[i])) is { } changed)
            {
                into.AddText(Encoding.UTF8.GetBytes(changed));
                continue;
            }
            AddClean(clean, i, into, i);
        }
    }

    // In a near duplicate one text column differs in a small way.
    private bool IsChangedInNear(MessyColumn column, long row)
    {
        int texts = mess.Columns.Count(other => other.CanSwap);
        int place = mess.Columns.Take(column.Index).Count(other => other.CanSwap);
        return column.CanSwap && (int)((ulong)row % (ulong)texts) == place;
    }

    private bool Swapped(MessyColumn column, int index, Block block, Vector into)
    {
        (int first, int second) = mess.SwapPairs[_swaps[index]];
        if (column.Index != first && column.Index != second)
        {
            return false;
        }
        Vector one = block.Column(first), two = block.Column(second);
        // Copies and their originals have the same swap; where nothing would change, there is none.
        if (one.IsMissing(index) || two.IsMissing(index) || one.Text(index).SequenceEqual(two.Text(index)))
        {
            return false;
        }
        into.AddText((column.Index == first ? two : one).Text(index));
        return true;
    }

    /// <summary>Appends a value with a defect; false, with nothing appended, if the defect leaves the value as it is.</summary>
    private bool Spoil(MessyColumn column, Vector clean, int index, DefectKind kind, ulong bits, long row, Vector? reference, Vector into)
    {
        if (clean.IsMissing(index))
        {
            return false;
        }
        switch (kind)
        {
            case DefectKind.Missing or DefectKind.MissingKey:
                into.AddText([]);
                into.SetMissing(index);
                return true;
            case DefectKind.DuplicateKey:
                if (row == 0)
                {
                    return false;
                }
                _keys.Take(row - 1, 1);
                AddClean(_keys.Column(column.Index), 0, into, index);
                return true;
            case DefectKind.OrphanKey:
                return clean.Kind == VectorKind.Whole
                    ? AddNumber(clean, index, clean.Numbers[index] + 1_000_000_000, into)
                    : AddText("unknown-" + Draws.Take(ref bits, 1_000_000).ToString(CultureInfo.InvariantCulture), into);
            case DefectKind.Outlier:
                return AddNumber(clean, index, Damage.Outlier(clean, index, bits), into);
            case DefectKind.BrokenRule:
                return (reference is null || !reference.IsMissing(index)) && AddNumber(clean, index, Damage.BrokenRule(clean, index, reference, bits), into);
            case DefectKind.UnitSlip:
                if (clean.Numbers[index] == 0)
                {
                    return false;
                }
                AddText(Damage.UnitSlip(clean, index, bits), into);
                into.SetBare(index);
                return true;
            default:
                return AddText(clean.Kind == VectorKind.Text ? Damage.Text(Encoding.UTF8.GetString(clean.Text(index)), kind, bits) : Damage.Format(clean, index, bits), into);
        }
    }

    private bool AddNumber(Vector clean, int index, long value, Vector into)
    {
        if (value == clean.Numbers[index])
        {
            return false;
        }
        _one.Reset(clean.Kind, 1, clean.Decimals);
        _one.Numbers[0] = value;
        AddClean(_one, 0, into, index);
        return true;
    }

    private static bool AddText(string? text, Vector into)
    {
        if (text is null)
        {
            return false;
        }
        into.AddText(Encoding.UTF8.GetBytes(text));
        return true;
    }

    /// <summary>Appends a value as it is, in text form.</summary>
    private static void AddClean(Vector clean, int index, Vector into, int place)
    {
        if (clean.IsMissing(index))
        {
            into.AddText([]);
            into.SetMissing(place);
            return;
        }
        into.EndText(ValueWriter.Write(clean, index, into.BeginText(ValueWriter.MostBytes(clean, index))));
        if (clean.Kind is VectorKind.Whole or VectorKind.Decimal or VectorKind.Boolean)
        {
            into.SetBare(place);
        }
    }

    private bool Same(Vector clean, Vector messy, int index)
    {
        if (ReferenceEquals(clean, messy) || clean.IsMissing(index) || messy.IsMissing(index))
        {
            return clean.IsMissing(index) == messy.IsMissing(index);
        }
        if (messy.Kind != VectorKind.Text)
        {
            return clean.Numbers[index] == messy.Numbers[index];
        }
        if (clean.Kind == VectorKind.Text)
        {
            return clean.Text(index).SequenceEqual(messy.Text(index));
        }
        return messy.Text(index).SequenceEqual(_number.AsSpan(0, ValueWriter.Write(clean, index, _number)));
    }

    private void Append(ref int length, byte[] dataset, long row, MessyColumn column, DefectKind kind, Vector clean, int index)
    {
        byte[] name = Encoding.UTF8.GetBytes(mess.Table.Columns[column.Index].Plan.Name);
        int room = 200 + (6 * (dataset.Length + name.Length + (clean.Kind == VectorKind.Text ? clean.Text(index).Length : 40)));
        if (_list.Length - length < room)
        {
            Array.Resize(ref _list, Math.Max(2 * _list.Length, length + room));
        }
        Put(",\n{\"dataset\":"u8, ref length);
        length += JsonRows.WriteText(_list.AsSpan(length), dataset);
        Put(",\"row\":"u8, ref length);
        length += ValueWriter.WriteWhole(_list.AsSpan(length), row);
        Put(",\"column\":"u8, ref length);
        length += JsonRows.WriteText(_list.AsSpan(length), name);
        Put(",\"kind\":\""u8, ref length);
        Put(Encoding.ASCII.GetBytes(kind.Name()), ref length);
        Put("\",\"clean\":"u8, ref length);
        if (clean.IsMissing(index))
        {
            Put("null"u8, ref length);
        }
        else if (clean.Kind == VectorKind.Text)
        {
            length += JsonRows.WriteText(_list.AsSpan(length), clean.Text(index));
        }
        else
        {
            bool isQuoted = clean.Kind is VectorKind.Date or VectorKind.DateTime or VectorKind.Time;
            ReadOnlySpan<byte> quote = isQuoted ? "\""u8 : [];
            Put(quote, ref length);
            length += ValueWriter.Write(clean, index, _list.AsSpan(length));
            Put(quote, ref length);
        }
        _list[length++] = (byte)'}';
    }

    private void Put(ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(_list.AsSpan(length));
        length += text.Length;
    }
}
