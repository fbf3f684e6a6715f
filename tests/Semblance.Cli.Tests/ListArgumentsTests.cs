using System.CommandLine;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class ListArgumentsTests
{
    private static readonly Command s_root = CommandLine.Create(
        new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => Stream.Null, Out = TextWriter.Null, Error = TextWriter.Null }, new PendingFiles());

    [Theory]
    [InlineData("twin f --drop a b -o x", "twin f --drop a --drop b -o x")]
    [InlineData("twin --drop a f", "twin --drop a f")]
    [InlineData("twin --condition a=1 b=2 f", "twin --condition a=1 --condition b=2 f")]
    [InlineData("twin f --condition a=1 --condition b=2", "twin f --condition a=1 --condition b=2")]
    [InlineData("twin f --rows 5 extra", "twin f --rows 5 extra")]
    [InlineData("twin f --json extra", "twin f --json extra")]
    [InlineData("twin f --drop a b -- c", "twin f --drop a --drop b -- c")]
    [InlineData("twin - --drop a b", "twin - --drop a --drop b")]
    [InlineData("twin f --rows 3 --quiet --condition a=1 b=2", "twin f --rows 3 --quiet --condition a=1 --condition b=2")]
    [InlineData("twin f --json --drop a b", "twin f --json --drop a --drop b")]
    [InlineData("twin f -q --drop a b --seed 1", "twin f -q --drop a --drop b --seed 1")]
    [InlineData("twin --drop a b --rows 3 --quiet f", "twin --drop a --drop b --rows 3 --quiet f")]
    [InlineData("twin --drop a b --threads 1 f", "twin --drop a --drop b --threads 1 f")]
    [InlineData("twin --quiet false --drop a b f", "twin --quiet false --drop a --drop b f")]
    [InlineData("twin --drop a b f", "twin --drop a --drop b f")]
    [InlineData("twin --drop a b - --type c=text d=text", "twin --drop a --drop b - --type c=text --type d=text")]
    [InlineData("twin --drop a - --drop b c", "twin --drop a - --drop b --drop c")]
    [InlineData("twin --drop a b -- f", "twin --drop a --drop b -- f")]
    [InlineData("bench models --algo ctgan tvae --seed 1 2", "bench models --algo ctgan --algo tvae --seed 1 --seed 2")]
    [InlineData("train f --model ctgan --config epochs=1 pac=5 -o m", "train f --model ctgan --config epochs=1 --config pac=5 -o m")]
    [InlineData("--version", "--version")]
    [InlineData("", "")]
    public void Further_values_belong_to_the_list_before_them_but_the_file_never_does(string given, string expanded)
    {
        ListArguments.Expand(s_root, given.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(expanded.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("twin f --drop a b c")]
    [InlineData("twin --drop a --drop b --drop c f")]
    [InlineData("twin f --drop a --drop b c")]
    [InlineData("twin f --rows 3 --quiet --drop a b c")]
    [InlineData("twin --drop a b c --json --seed 1 f")]
    [InlineData("twin --drop a b c --quiet f")]
    [InlineData("twin --drop a b c f")]
    public void All_ways_of_listing_mean_the_same(string line)
    {
        ParseResult parsed = s_root.Parse(ListArguments.Expand(s_root, line.Split(' ')));
        parsed.Errors.ShouldBeEmpty();
        parsed.GetValue<string[]>("--drop").ShouldBe(["a", "b", "c"]);
        parsed.GetValue<string>("FILE").ShouldBe("f");
    }
}
