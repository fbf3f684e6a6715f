using System.Runtime.CompilerServices;

namespace Semblance.Numerics.Trees;

/// <summary>
/// A regression tree as a full binary heap: inner node i has the children 2i + 1 and 2i + 2, and the leaves follow the inner nodes.
/// A full heap needs no test for its end, so that many rows can walk it side by side.
/// </summary>
/// <param name="depth">Levels of splits, at least 1.</param>
/// <param name="features">Per inner node the feature it asks about.</param>
/// <param name="thresholds">Per inner node the highest code that goes left; 255 sends all left. Ignored where <paramref name="leftSets"/> has a set.</param>
/// <param name="leftSets">Per inner node the codes that go left, as 256 bits, where the feature is categorical; else null. Null if no node has a set.</param>
/// <param name="leaves">Per leaf its value.</param>
public sealed class BoostedTree(int depth, ushort[] features, byte[] thresholds, ulong[]?[]? leftSets, float[] leaves)
{
    /// <summary>Levels of splits.</summary>
    public int Depth => depth;

    /// <summary>The value for one row of codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Evaluate(ReadOnlySpan<byte> row)
    {
        int node = 0;
        for (int level = 0; level < depth; level++)
        {
            byte code = row[features[node]];
            bool right = leftSets?[node] is ulong[] set ? (set[code >> 6] >> (code & 63) & 1) == 0 : code > thresholds[node];
            node = 2 * node + 1 + Unsafe.BitCast<bool, byte>(right);
        }
        return leaves[node - features.Length];
    }

    /// <summary>Adds the tree's value to the sum of each of some rows.</summary>
    /// <param name="codes">Row-major codes.</param>
    /// <param name="stride">Codes per row in memory.</param>
    /// <param name="rows">The rows to add to.</param>
    /// <param name="sums">One sum per entry of <paramref name="rows"/>.</param>
    internal void AddTo(ReadOnlySpan<byte> codes, int stride, ReadOnlySpan<int> rows, Span<double> sums)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            sums[i] += Evaluate(codes[(rows[i] * stride)..]);
        }
    }

    /// <summary>Writes the tree; only nodes that split and the leaves in use take space.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write((byte)depth);
        WriteNode(writer, 0, 0);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="featureCount">The number of features that nodes may ask about.</param>
    /// <exception cref="InvalidDataException">The bytes are no tree over so many features.</exception>
    public static BoostedTree Read(BinaryReader reader, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int depth = reader.ReadByte();
        if (depth is < 1 or > BinaryBoosterOptions.DeepestTree || featureCount < 1)
        {
            throw new InvalidDataException($"A tree claims {depth} levels over {featureCount} features.");
        }
        var builder = new Builder(depth);
        ReadNode(reader, builder, featureCount, 0, 0);
        return builder.Build();
    }

    private void WriteNode(BinaryWriter writer, int node, int level)
    {
        if (level == depth)
        {
            writer.Write((byte)0);
            writer.Write(leaves[node - features.Length]);
            return;
        }
        ulong[]? set = leftSets?[node];
        if (set is null && thresholds[node] == 255)
        {
            int first = ((node + 1) << (depth - level)) - 1;
            writer.Write((byte)0);
            writer.Write(leaves[first - features.Length]);
            return;
        }
        writer.Write((byte)(set is null ? 1 : 2));
        writer.Write(features[node]);
        if (set is null)
        {
            writer.Write(thresholds[node]);
        }
        else
        {
            foreach (ulong word in set)
            {
                writer.Write(word);
            }
        }
        WriteNode(writer, 2 * node + 1, level + 1);
        WriteNode(writer, 2 * node + 2, level + 1);
    }

    private static void ReadNode(BinaryReader reader, Builder builder, int featureCount, int node, int level)
    {
        byte kind = reader.ReadByte();
        if (kind == 0)
        {
            float value = reader.ReadSingle();
            builder.Leaf(node, level, float.IsFinite(value) ? value : throw new InvalidDataException($"A leaf at level {level} claims the value {value}."));
            return;
        }
        int feature = reader.ReadUInt16();
        if (kind > 2 || level == builder.Depth || feature >= featureCount)
        {
            throw new InvalidDataException($"A tree node of kind {kind} at level {level} asks about feature {feature} of {featureCount}.");
        }
        if (kind == 1)
        {
            builder.Split(node, feature, reader.ReadByte(), null);
        }
        else
        {
            builder.Split(node, feature, 0, [reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64()]);
        }
        ReadNode(reader, builder, featureCount, 2 * node + 1, level + 1);
        ReadNode(reader, builder, featureCount, 2 * node + 2, level + 1);
    }

    /// <summary>Collects the nodes of a tree that may turn out shallower than allowed.</summary>
    internal sealed class Builder
    {
        private readonly ushort[] _features;
        private readonly byte[] _thresholds;
        private readonly ulong[]?[] _leftSets;
        private readonly float[] _leaves;
        private int _used;

        public Builder(int depth)
        {
            Depth = depth;
            _features = new ushort[(1 << depth) - 1];
            _thresholds = new byte[_features.Length];
            _leftSets = new ulong[]?[_features.Length];
            _leaves = new float[1 << depth];
            Array.Fill(_thresholds, (byte)255);
        }

        /// <summary>The most levels.</summary>
        public int Depth { get; }

        public void Split(int node, int feature, byte threshold, ulong[]? leftSet)
        {
            _features[node] = (ushort)feature;
            _thresholds[node] = threshold;
            _leftSets[node] = leftSet;
        }

        /// <summary>Makes a node an end: all leaves below it get its value.</summary>
        public void Leaf(int node, int level, float value)
        {
            int first = ((node + 1) << (Depth - level)) - 1 - _features.Length;
            _leaves.AsSpan(first, 1 << (Depth - level)).Fill(value);
            _used = Math.Max(_used, level);
        }

        /// <summary>The tree, no deeper than it must be.</summary>
        public BoostedTree Build()
        {
            int levels = Math.Max(1, _used);
            int inner = (1 << levels) - 1;
            var leaves = new float[inner + 1];
            for (int i = 0; i < leaves.Length; i++)
            {
                leaves[i] = _leaves[i << (Depth - levels)];
            }
            bool sets = _leftSets.AsSpan(0, inner).ContainsAnyExcept((ulong[]?)null);
            return new BoostedTree(levels, _features[..inner], _thresholds[..inner], sets ? _leftSets[..inner] : null, leaves);
        }
    }
}
