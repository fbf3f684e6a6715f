using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>How files of tables are handed out.</summary>
public static class DatasetFiles
{
    /// <summary>The ending of a file's name and the type of its content.</summary>
    public static (string Ending, string ContentType) Describe(TableFormat format) =>
        format == TableFormat.Parquet ? (".parquet", "application/vnd.apache.parquet") : (".csv", "text/csv; charset=utf-8");
}
