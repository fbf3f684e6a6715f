using Semblance.Data;

namespace Semblance.Server.Uploads;

/// <summary>A table that a client sent, on disk.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">The format that the client's file name promises.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record Upload(string Path, TableFormat Format, long Length);
