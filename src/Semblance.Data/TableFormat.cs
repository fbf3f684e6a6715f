namespace Semblance.Data;

/// <summary>The formats of files that tables are kept in.</summary>
public enum TableFormat
{
    /// <summary>Text with delimiters, in any common dialect.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
