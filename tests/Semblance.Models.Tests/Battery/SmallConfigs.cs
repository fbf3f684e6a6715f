namespace Semblance.Models.Tests.Battery;

/// <summary>Configurations that make networks small enough for tests of everything but their quality.</summary>
internal static class SmallConfigs
{
    private static readonly Dictionary<string, string> s_small = new()
    {
        ["epochs"] = "10",
        ["batch_size"] = "50",
        ["embedding_dim"] = "16",
        ["generator_dim"] = "32,32",
        ["discriminator_dim"] = "32,32",
        ["pac"] = "5",
        ["compress_dims"] = "32",
        ["decompress_dims"] = "32",
        ["generator_lr"] = "0.002",
        ["discriminator_lr"] = "0.002",
        ["discriminator_steps"] = "1",
        ["validation_every"] = "2",
    };

    /// <summary>The family's defaults with what is small in place.</summary>
    public static ModelConfig Of(ISynthesizer family, params ReadOnlySpan<(string Name, string Value)> further)
    {
        var wanted = new Dictionary<string, string>(s_small);
        foreach ((string name, string value) in further)
        {
            wanted[name] = value;
        }
        return family.Options.Parse(wanted.Where(pair => family.Options.All.Any(option => option.Name == pair.Key)));
    }
}
