using BenchmarkDotNet.Running;
using Semblance.Benchmarks;

if (args is ["product", ..])
{
    ProductBench.Run(Console.Out);
}
else if (args is ["codecs", string tables])
{
    CodecBench.Run(Console.Out, tables);
}
else if (args is ["fuzz-parquet", string folder, ..])
{
    return ParquetFuzz.Run(Console.Out, folder, args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 100_000) ? 0 : 1;
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
return 0;
