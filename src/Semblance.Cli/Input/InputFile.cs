using System.Security.Cryptography;
using Semblance.Cli.Output;
using Semblance.Data;

namespace Semblance.Cli.Input;

/// <summary>A file that the person named, checked before work begins; "-" is standard input, kept in a temporary file while it is needed.</summary>
internal sealed class InputFile : IDisposable
{
    private const string StandardInput = "-";
    private readonly PendingFiles? _pending;

    private InputFile(string shownAs, string place, PendingFiles? pending)
    {
        ShownAs = shownAs;
        Place = place;
        _pending = pending;
    }

    /// <summary>What the person calls it.</summary>
    public string ShownAs { get; }

    /// <summary>Where its bytes are.</summary>
    public string Place { get; }

    /// <summary>Whether the bytes came through a pipe.</summary>
    public bool IsKept => _pending is not null;

    /// <summary>Finds the file and makes sure that it can be read.</summary>
    /// <exception cref="TableException">It is missing, a folder, or may not be read.</exception>
    public static InputFile Open(string path, Terminal terminal, PendingFiles pending)
    {
        if (path == StandardInput)
        {
            using Stream input = terminal.OpenInput();
            return Keep(input, "standard input", pending);
        }
        if (path.Length == 0)
        {
            throw new TableException("The name of the input file is empty.");
        }
        if (Directory.Exists(path))
        {
            throw new TableException($"'{path}' is a folder; give a file.");
        }
        try
        {
            using FileStream file = File.OpenRead(path);
            if (!file.CanSeek)
            {
                // A pipe can be read once only: bash's <(...), for example.
                return Keep(file, path, pending);
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableException($"There is no file '{path}'.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new TableException($"The file '{path}' may not be read: permission denied.", exception);
        }
        catch (IOException exception)
        {
            throw new TableException($"The file '{path}' cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
        return new InputFile(path, path, null);
    }

    /// <summary>Removes what was kept of standard input.</summary>
    public void Dispose() => _pending?.Discard(Place);

    private static InputFile Keep(Stream input, string shownAs, PendingFiles pending)
    {
        string name = "semblance-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) + ".csv";
        string path = Path.Combine(Path.GetTempPath(), name);
        try
        {
            using FileStream kept = pending.Create(path);
            input.CopyTo(kept, 1 << 20);
        }
        catch (IOException exception)
        {
            pending.Discard(path);
            throw OutputFile.CannotWrite(path, exception);
        }
        return new InputFile(shownAs, path, pending);
    }
}
