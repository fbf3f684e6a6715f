namespace Semblance.Describe.Generation.Making;

/// <summary>A value of the parent's row.</summary>
internal sealed class Lookup(ColumnReference column) : ColumnGenerator
{
    /// <inheritdoc/>
    public override VectorKind Kind => column.Kind;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into) => into.CopyFrom(column.In(block));
}
