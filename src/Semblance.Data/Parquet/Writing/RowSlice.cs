namespace Semblance.Data.Parquet.Writing;

/// <summary>Some consecutive rows of a block.</summary>
/// <param name="Block">The block.</param>
/// <param name="From">The first of the rows.</param>
/// <param name="Count">Their number.</param>
internal readonly record struct RowSlice(Table Block, int From, int Count);
