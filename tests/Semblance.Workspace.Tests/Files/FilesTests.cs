using Semblance.Cli.Tests;
using Semblance.Workspace.Files;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Files;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_is_held_by_one_and_free_after_it()
    {
        string path = _folder["lock"];
        using (FileLock? held = FileLock.TryTake(path))
        {
            held.ShouldNotBeNull();
            FileLock.TryTake(path).ShouldBeNull();
        }
        using FileLock? again = FileLock.TryTake(path);
        again.ShouldNotBeNull();
    }

    [Fact]
    public void A_lock_that_can_never_be_taken_is_an_error_and_not_waited_for() =>
        Should.Throw<DirectoryNotFoundException>(() => FileLock.TryTake(Path.Combine(_folder.Folder, "missing", "lock")));

    [Fact]
    public void The_spool_is_empty_at_start_and_each_folder_goes_with_its_request()
    {
        string root = _folder["spool"];
        Directory.CreateDirectory(Path.Combine(root, "left by a killed process"));
        var spool = Spool.OpenEmpty(root);
        Directory.GetFileSystemEntries(root).ShouldBeEmpty();
        using (SpoolFolder folder = spool.CreateFolder())
        {
            File.WriteAllText(folder.File("upload.csv"), "a");
            Directory.GetFileSystemEntries(root).Length.ShouldBe(1);
        }
        Directory.GetFileSystemEntries(root).ShouldBeEmpty();
    }

    [Fact]
    public void Secrets_and_the_folder_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var folder = DataFolder.Open(_folder["data"]);
        DataFolder.WriteSecret(folder.AdminKey, "secret");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.AdminKey).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(folder.Root).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Directory.CreateDirectory(_folder["open"]);
        DataFolder.CreatePrivateFile(_folder["open/database"]);
        DataFolder.CreatePrivateFile(_folder["open/database"]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder["open/database"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, "whoever made the folder, and however");
        }
        File.ReadAllText(folder.AdminKey).Trim().ShouldBe("secret");
        Directory.GetFiles(folder.Root).ShouldBe([folder.AdminKey], "nothing half-written is left");
    }

    [Fact]
    public void A_folder_keeps_its_node_id()
    {
        Guid id = DataFolder.Open(_folder["data"]).NodeId();
        DataFolder.Open(_folder["data"]).NodeId().ShouldBe(id);
        DataFolder.Open(_folder["other"]).NodeId().ShouldNotBe(id);
    }
}
