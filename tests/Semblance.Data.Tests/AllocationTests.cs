using System.Globalization;
using System.Text;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

/// <summary>Guards against objects per cell: one of 24 bytes in each would be 96 bytes per row here, beside the 28 that the values need.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    private const int Rows = 300_000;
    private const int BytesPerRow = 28;

    [Fact]
    public void Reading_makes_no_objects_per_cell()
    {
        byte[] bytes = Sample();
        Read(bytes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(bytes);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;

        // The arrays may be made twice where the number of rows is not known before; the rest is buffers of a fixed size.
        const long Buffers = 12 << 20;
        used.ShouldBeLessThan((2L * Rows * BytesPerRow) + Buffers);
    }

    [Fact]
    public void Writing_makes_no_objects_per_cell()
    {
        CsvDocument document = Read(Sample());
        CsvWriter.Write(Stream.Null, document.Table.Schema, [document.Table], document.Dialect, ct: TestContext.Current.CancellationToken);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        CsvWriter.Write(Stream.Null, document.Table.Schema, [document.Table], document.Dialect, ct: TestContext.Current.CancellationToken);
        long used = GC.GetTotalAllocatedBytes(precise: true) - before;

        used.ShouldBeLessThan(Rows * 24L);
    }

    private static CsvDocument Read(byte[] bytes) => CsvText.Read(bytes, new CsvReadOptions { Threads = 1 });

    private static byte[] Sample()
    {
        var text = new StringBuilder("amount,level,price,day\n");
        for (int i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i * 37 % 9973},level{i % 7},{i % 400 / 4.0:F2},2020-0{1 + (i % 9)}-1{i % 10}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
