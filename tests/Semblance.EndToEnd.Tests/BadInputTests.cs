using System.Globalization;
using System.Text;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>What cannot work is said in one sentence, with the exit code of its kind, and nothing is left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_file() => Fails(_folder.Write("empty.csv", ""), 3, "empty");

    [Fact]
    public void Only_blank_lines() => Fails(_folder.Write("blank.csv", "\n\n\r\n"), 3);

    [Fact]
    public void Only_a_header() => Fails(_folder.Write("header.csv", "a,b,c\n"), 3);

    [Fact]
    public void Forty_rows() => Fails(_folder.Write("short.csv", Rows(3, 40)), 3, "more than 40 rows");

    [Fact]
    public void Two_columns() => Fails(_folder.Write("narrow.csv", Rows(2, 100)), 3, "more than 2 columns");

    [Fact]
    public void Forty_one_rows_of_three_columns_are_enough()
    {
        ProgramResult run = ProgramRun.Run("twin", _folder.Write("enough.csv", Rows(3, 41)), "--seed", "1");
        run.Code.ShouldBe(0, run.Error);
        run.OutputText.TrimEnd().Split('\n').Length.ShouldBe(42);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Binary_junk(int seed)
    {
        byte[] junk = new byte[200_000];
        uint state = (uint)seed;
        for (int i = 0; i < junk.Length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            junk[i] = (byte)(state >> 24);
        }
        File.WriteAllBytes(_folder["junk.csv"], junk);
        Fails(_folder["junk.csv"], 3);
    }

    [Fact]
    public void An_image_that_is_called_csv()
    {
        File.WriteAllBytes(_folder["image.csv"], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 1, 0, 0, 0, 1, 0, 8, 6, 0, 0, 0]);
        Fails(_folder["image.csv"], 3);
    }

    [Fact]
    public void A_broken_gzip_file()
    {
        File.WriteAllBytes(_folder["broken.csv.gz"], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4]);
        Fails(_folder["broken.csv.gz"], 3, "broken.csv.gz");
    }

    [Fact]
    public void A_line_of_ten_megabytes() => Fails(_folder.Write("long.csv", "a,b,c\n" + new string('x', 10_000_000)), 3);

    [Fact]
    public void A_quote_that_never_ends() => Fails(_folder.Write("quote.csv", Rows(3, 100) + "1,\"2,3\n" + Rows(3, 100)), 3);

    [Fact]
    public void A_missing_file() => Fails(_folder["nowhere.csv"], 3, "There is no file");

    [Fact]
    public void A_folder() => Fails(_folder.Folder, 3, "is a folder");

    [Fact]
    public void A_file_that_may_not_be_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are others on Windows.");
        string path = _folder.Write("secret.csv", Rows(3, 100));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }
        if (!CanRead(path))
        {
            Fails(path, 3, "permission denied");
            return;
        }
        // The superuser may read everything: be somebody else.
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "The superuser may read everything.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Folder, (UnixFileMode)0b111_101_101);
        }
        ProgramResult run = ProgramRun.Run(new ProgramSettings { Program = "/usr/bin/setpriv" }, "--reuid=65534", "--regid=65534", "--clear-groups", ProgramRun.Path, "twin", path);
        Assert.SkipWhen(run.Code is 126 or 127, "Nobody may not run the program where it was built.");
        run.Code.ShouldBe(3, run.Error);
        run.Error.ShouldStartWith("error: ");
        run.Error.ShouldContain("permission denied");
    }

    [Fact]
    public void Parquet_that_is_none_is_said_to_be_cut_short()
    {
        File.WriteAllBytes(_folder["table.parquet"], [.. "PAR1"u8, 0, 0, 0, 0, 1, 2, 3, 4]);
        Fails(_folder["table.parquet"], 3, "table.parquet begins as a Parquet file and does not end as one; the file is cut short: copy it again.");
        FailsWith(["twin", _folder.Write("t.csv", Rows(3, 50)), "-o", _folder["out.parquet.gz"]], 2, "would be compressed twice");
        File.Exists(_folder["out.parquet.gz"]).ShouldBeFalse();
    }

    [Fact]
    public void Wrong_options()
    {
        string table = _folder.Write("t.csv", Rows(3, 50));
        FailsWith(["twin", table, "--frobnicate"], 2, "--frobnicate");
        FailsWith(["twin", table, "--rows", "many"], 2, "'many'");
        FailsWith(["twin", table, "--algo", "best"], 2, "core");
        FailsWith(["twin"], 2, "FILE");
        FailsWith(["twin", table, "-o", _folder["no/such/folder/out.csv"]], 2, "There is no folder");
        FailsWith(["twin", table, "-o", table], 2, "same file");
        File.ReadAllText(table).ShouldBe(Rows(3, 50), "the real table is still there");
    }

    [Fact]
    public void A_full_disk_is_failed_work()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a disk that is always full.");
        FailsWith(["twin", _folder.Write("t.csv", Rows(3, 50)), "-o", "/dev/full"], 4, "Cannot write '/dev/full': no space left on the disk.");
        ProgramResult run = ProgramRun.Run(new ProgramSettings { Program = "bash" }, "-c", $"'{ProgramRun.Path}' twin '{_folder["t.csv"]}' > /dev/full");
        run.Code.ShouldBe(4);
        run.Error.ShouldContain("error: Cannot write 'standard output': no space left on the disk.");
    }

    private static void Fails(string path, int code, string says = "") => FailsWith(["twin", path, "--seed", "1"], code, says);

    private static void FailsWith(string[] args, int code, string says)
    {
        string[] before = FilesBeside(args);
        ProgramResult run = ProgramRun.Run(args);
        run.Code.ShouldBe(code, run.Error);
        run.Output.ShouldBeEmpty();
        string[] errors = [.. run.Error.TrimEnd().Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
        errors.Length.ShouldBe(1, run.Error);
        errors[0].ShouldContain(says);
        errors[0].Length.ShouldBeLessThan(700, "a sentence, not the data");
        run.Error.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
        run.Error.ShouldNotContain("went wrong inside", Case.Sensitive, "a foreseen failure has its own words");
        FilesBeside(args).ShouldBe(before, "nothing is left behind");
    }

    private static string[] FilesBeside(string[] args)
    {
        string? folder = args.Length < 2 ? null : Directory.Exists(args[1]) ? args[1] : Path.GetDirectoryName(args[1]);
        return folder is null ? [] : [.. Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal)];
    }

    private static bool CanRead(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Rows(int columns, int rows)
    {
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i}")) + "\n");
        for (int row = 0; row < rows; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, columns).Select(i => ((row * (i + 3)) % 17).ToString(CultureInfo.InvariantCulture))).Append('\n');
        }
        return text.ToString();
    }
}
