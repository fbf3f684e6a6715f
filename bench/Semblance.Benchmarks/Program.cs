using BenchmarkDotNet.Running;
using Semblance.Benchmarks;

if (args is ["product", ..])
{
    ProductBench.Run(Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
