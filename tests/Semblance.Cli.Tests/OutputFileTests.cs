using System.IO.Compression;
using System.Text;
using Semblance.Cli.Output;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PendingFiles _pending = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_committed_file_holds_what_was_written_and_nothing_else_is_left()
    {
        using (var file = OutputFile.Begin(_folder["out.csv"], _pending))
        {
            file.Stream.Write("a,b\n"u8);
            File.Exists(_folder["out.csv"]).ShouldBeFalse("a reader must never see half a file");
            file.Commit();
        }
        File.ReadAllText(_folder["out.csv"]).ShouldBe("a,b\n");
        _folder.Names.ShouldBe(["out.csv"]);
    }

    [Fact]
    public void A_file_that_is_not_committed_leaves_the_old_one_untouched()
    {
        _folder.Write("out.csv", "old");
        using (var file = OutputFile.Begin(_folder["out.csv"], _pending))
        {
            file.Stream.Write("new"u8);
        }
        File.ReadAllText(_folder["out.csv"]).ShouldBe("old");
        _folder.Names.ShouldBe(["out.csv"]);
    }

    [Fact]
    public void Commit_replaces_the_old_file_and_keeps_its_permissions()
    {
        _folder.Write("out.csv", "old");
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["out.csv"], mode);
        }
        using (var file = OutputFile.Begin(_folder["out.csv"], _pending))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }
        File.ReadAllText(_folder["out.csv"]).ShouldBe("new");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder["out.csv"]).ShouldBe(mode);
        }
    }

    [Fact]
    public void A_name_that_ends_in_gz_is_compressed()
    {
        using (var file = OutputFile.Begin(_folder["out.csv.gz"], _pending))
        {
            file.Stream.Write("a,b\n1,2\n"u8);
            file.Commit();
        }
        using var unzipped = new GZipStream(File.OpenRead(_folder["out.csv.gz"]), CompressionMode.Decompress);
        new StreamReader(unzipped, Encoding.UTF8).ReadToEnd().ShouldBe("a,b\n1,2\n");
    }

    [Fact]
    public void After_abandon_nothing_begun_is_left_and_nothing_is_put_in_place()
    {
        _folder.Write("out.csv", "old");
        using (var file = OutputFile.Begin(_folder["out.csv"], _pending))
        {
            file.Stream.Write("new"u8);
            _pending.Abandon();
            _folder.Names.ShouldBe(["out.csv"], "a signal removes the file at once, without waiting for the work");
            Should.Throw<OperationCanceledException>(file.Commit);
        }
        File.ReadAllText(_folder["out.csv"]).ShouldBe("old");
        Should.Throw<OperationCanceledException>(() => OutputFile.Begin(_folder["second.csv"], _pending));
        _folder.Names.ShouldBe(["out.csv"]);
    }

    [Fact]
    public void A_link_stays_a_link_to_the_new_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        _folder.Write("real.csv", "old");
        File.CreateSymbolicLink(_folder["link.csv"], "real.csv");
        using (var file = OutputFile.Begin(_folder["link.csv"], _pending))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }
        File.ReadAllText(_folder["real.csv"]).ShouldBe("new");
        new FileInfo(_folder["link.csv"]).LinkTarget.ShouldBe("real.csv");
    }

    [Fact]
    public void A_device_takes_the_bytes_as_they_come()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "There is no such device here.");
        using var file = OutputFile.Begin("/dev/null", _pending);
        file.Stream.Write("a,b\n"u8);
        file.Commit();
        File.Exists("/dev/null").ShouldBeTrue();
    }

    [Theory]
    [InlineData("missing/out.csv", "There is no folder")]
    [InlineData("", "empty")]
    [InlineData("sub/", "is a folder")]
    [InlineData("sub", "is a folder")]
    public void A_path_that_cannot_be_a_file_is_named_before_any_work(string name, string says)
    {
        Directory.CreateDirectory(_folder["sub"]);
        string path = name.Length == 0 ? "" : Path.Combine(_folder.Folder, name);
        Should.Throw<UsageException>(() => OutputFile.Check(path)).Message.ShouldContain(says);
    }

    [Fact]
    public void A_full_disk_is_said_in_words()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a disk that is always full.");
        Exception full = Should.Throw<IOException>(() =>
        {
            using var stream = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            stream.Write("x"u8);
        });
        OutputFile.CannotWrite("out.csv", full).Message.ShouldBe("Cannot write 'out.csv': no space left on the disk.");
    }
}
