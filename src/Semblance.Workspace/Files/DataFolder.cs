using System.Text;

namespace Semblance.Workspace.Files;

/// <summary>The folder that a workspace keeps its files in, and what is where in it. Only its owner may look inside.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    private DataFolder(string root) => Root = root;

    /// <summary>The folder used if none is named: "semblance" among this user's application data; null if this user has no such place.</summary>
    public static string? UsualRoot
    {
        get
        {
            string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length == 0 ? null : Path.Combine(folder, "semblance");
        }
    }

    /// <summary>The folder, as a full path.</summary>
    public string Root { get; }

    /// <summary>The SQLite file.</summary>
    public string Database => Path.Combine(Root, "semblance.db");

    /// <summary>The file that the first administrator's key is written to.</summary>
    public string AdminKey => Path.Combine(Root, "admin-key.txt");

    /// <summary>Locked by the process that serves from this folder.</summary>
    public string ServerLock => Path.Combine(Root, "server.lock");

    /// <summary>Locked by the process that changes the tables of the database.</summary>
    public string MigrationLock => Path.Combine(Root, "migration.lock");

    /// <summary>Files of requests that go on; nothing in it outlives the process that wrote it.</summary>
    public string Spool => Path.Combine(Root, "spool");

    /// <summary>Files that are kept: see <see cref="Workspace.Artifacts.FolderArtifactStore"/>.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    private string NodeFile => Path.Combine(Root, "node-id.txt");

    /// <summary>Opens the folder, making it if needed.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made or written to.</exception>
    public static DataFolder Open(string path)
    {
        var folder = new DataFolder(Path.GetFullPath(path));
        CreatePrivate(folder.Root);
        return folder;
    }

    /// <summary>Makes a folder, if there is none, that only its owner can look into.</summary>
    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnlyFolder);
        }
    }

    /// <summary>Makes an empty file, if there is none, that only its owner can read.</summary>
    public static void CreatePrivateFile(string path)
    {
        if (!File.Exists(path))
        {
            new FileStream(path, PrivateFile(FileMode.OpenOrCreate)).Dispose();
        }
    }

    /// <summary>The id under which this folder's server takes part in work; the same from start to start.</summary>
    public Guid NodeId()
    {
        if (File.Exists(NodeFile) && Guid.TryParse(File.ReadAllText(NodeFile), out Guid known))
        {
            return known;
        }
        Guid id = Guid.NewGuid();
        WriteSecret(NodeFile, id.ToString());
        return id;
    }

    /// <summary>Writes a file that only its owner can read; it appears whole or not at all, and on no account readable by others first.</summary>
    public static void WriteSecret(string path, string text)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        using (var file = new FileStream(temporary, PrivateFile(FileMode.CreateNew)))
        {
            file.Write(Encoding.UTF8.GetBytes(text + Environment.NewLine));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static FileStreamOptions PrivateFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        return options;
    }
}
