namespace Semblance.Describe.Generation.Relations;

/// <summary>Which row of the parent each row of a child refers to, computed from row numbers alone, in both directions.</summary>
internal abstract class RelationMap
{
    /// <summary>The parent of a child row; -1 for none.</summary>
    public abstract long ParentOf(long child);

    /// <summary>The parents of several child rows.</summary>
    public virtual void ParentsOf(ReadOnlySpan<long> children, Span<long> parents)
    {
        for (int i = 0; i < children.Length; i++)
        {
            parents[i] = ParentOf(children[i]);
        }
    }

    /// <summary>The number of child rows of a parent.</summary>
    /// <exception cref="NotSupportedException">This kind of relation is followed from the child alone.</exception>
    public virtual long ChildCount(long parent) => throw new NotSupportedException();

    /// <summary>The child rows of a parent, in order of their positions.</summary>
    /// <exception cref="NotSupportedException">This kind of relation is followed from the child alone.</exception>
    public virtual void Children(long parent, Span<long> children) => throw new NotSupportedException();

    /// <summary>The place of a child row among those of its parent, from 0.</summary>
    /// <exception cref="NotSupportedException">This kind of relation is followed from the child alone.</exception>
    public virtual long PositionOf(long child) => throw new NotSupportedException();
}
