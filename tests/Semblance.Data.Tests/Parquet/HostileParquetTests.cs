using System.Diagnostics;
using Semblance.Data.Parquet;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Files that are damaged, cut short, or made to do harm.</summary>
public class HostileParquetTests
{
    [Theory]
    [InlineData(0, 3000)]
    [InlineData(1_000_000, 3000)]
    public void Changed_files_are_read_or_refused(int first, int count)
    {
        IReadOnlyList<byte[]> originals = Mutations.Originals(TestData.Path("parquet"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = 0;
        for (int number = first; number < first + count; number++)
        {
            try
            {
                read += Mutations.Read(Mutations.Make(originals, number), threads: 1) ? 1 : 0;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"mutation {number}: {e.GetType().Name}: {e.Message}", e);
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            taken.ShouldBeLessThan(Mutations.MostMemory, $"mutation {number}");
            before = GC.GetAllocatedBytesForCurrentThread();
        }
        read.ShouldBeInRange(count / 20, count - (count / 20), "some changes do no harm, some do");
    }

    [Fact]
    public void A_table_that_takes_more_memory_than_allowed_is_refused()
    {
        // 100,000 times the same number take a few bytes in the file and 800,000 in memory.
        byte[] csv = System.Text.Encoding.ASCII.GetBytes("a\n" + string.Concat(Enumerable.Repeat("7\n", 100_000)));
        TableDocument document = TableFiles.Read(new MemoryStream(csv), "ones.csv", ct: TestContext.Current.CancellationToken);
        var file = new MemoryStream();
        TableFiles.Write(file, TableFormat.Parquet, document.Table.Schema, [document.Table], ct: TestContext.Current.CancellationToken);
        file.Length.ShouldBeLessThan(10_000);
        Read(1_000_000).Table.RowCount.ShouldBe(100_000);
        Should.Throw<TableException>(() => Read(500_000)).Message.ShouldContain("100,000 rows");

        TableDocument Read(long mostBytes)
        {
            file.Position = 0;
            return TableFiles.Read(file, "ones.parquet", new TableReadOptions { MostBytes = mostBytes }, ct: TestContext.Current.CancellationToken);
        }
    }
}
