namespace Semblance.Describe.Planning.Reading;

/// <summary>Where a column stands, which decides what its name may hold.</summary>
internal enum ColumnSetting
{
    /// <summary>In a sentence.</summary>
    Prose,

    /// <summary>In a bracket or after a colon, where commas part columns.</summary>
    List,

    /// <summary>In CREATE TABLE.</summary>
    Sql,
}
