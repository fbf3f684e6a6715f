namespace Semblance.Data;

/// <summary>How a file of tables is written, apart from its columns: found when one is read, followed when another like it is written.</summary>
public abstract record FileLayout
{
    private protected FileLayout()
    {
    }

    /// <summary>The format that this layout is one of.</summary>
    public abstract TableFormat Format { get; }
}
