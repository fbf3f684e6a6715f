namespace Semblance.Describe.Catalog;

/// <summary>A catalog file cannot be used. The message names file, entry and what would be right.</summary>
public sealed class CatalogException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public CatalogException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public CatalogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public CatalogException()
    {
    }
}
