namespace Semblance.Models;

/// <summary>The body of a model file, with the version of its format.</summary>
/// <param name="body">The body.</param>
/// <param name="version">See <see cref="ModelFile.FormatVersion"/>.</param>
internal sealed class ModelReader(Stream body, int version) : BinaryReader(body, System.Text.Encoding.UTF8)
{
    /// <summary>The version of the format of what a reader reads: a model file's own, this library's where nothing says otherwise.</summary>
    public static int VersionOf(BinaryReader reader) => reader is ModelReader file ? file.Version : ModelFile.FormatVersion;

    private int Version => version;
}
