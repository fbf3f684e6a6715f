namespace Semblance.Describe.Generation.Relations;

/// <summary>Each child row refers to a parent of its own.</summary>
internal sealed class OneToOne(long parents, long children, ulong key) : RelationMap
{
    private readonly Shuffle _shuffle = new((ulong)parents, key);

    /// <inheritdoc/>
    public override long ParentOf(long child) => (long)_shuffle[(ulong)child];

    /// <inheritdoc/>
    public override long ChildCount(long parent) => (long)_shuffle.Inverse((ulong)parent) < children ? 1 : 0;

    /// <inheritdoc/>
    public override void Children(long parent, Span<long> into)
    {
        if (into.Length > 0)
        {
            into[0] = (long)_shuffle.Inverse((ulong)parent);
        }
    }

    /// <inheritdoc/>
    public override long PositionOf(long child) => 0;
}
