using System.IO.Compression;
using System.Text;
using Semblance.Data;

namespace Semblance.Cli.Bench.Server;

/// <summary>The training table of adult, as clients send it.</summary>
internal static class AdultFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="folder">A folder with adult_train.csv.gz, or with a folder "benchmark" that has it.</param>
    /// <returns>CSV with a header.</returns>
    /// <exception cref="TableException">It is not there.</exception>
    public static byte[] Read(string folder)
    {
        string path = Path.Combine(folder, "adult_train.csv.gz");
        path = File.Exists(path) ? path : Path.Combine(folder, "benchmark", "adult_train.csv.gz");
        if (!File.Exists(path))
        {
            throw new TableException($"There is no adult_train.csv.gz in '{folder}' nor in a folder 'benchmark' there.");
        }
        using var plain = new MemoryStream();
        using (var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        {
            zipped.CopyTo(plain);
        }
        return plain.ToArray();
    }

    /// <summary>The header and the first rows.</summary>
    public static byte[] FirstRows(byte[] csv, int rows)
    {
        string[] lines = Encoding.UTF8.GetString(csv).Split('\n', rows + 2);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines[..(rows + 1)]) + "\n");
    }
}
