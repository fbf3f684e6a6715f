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
}
