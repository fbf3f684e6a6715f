using System.Text.Json;
using Semblance.Models.Neural;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Options;

public sealed class ModelOptionsTests
{
    private static readonly ModelOptions Gan = NetworkOptions.Adversarial("ctgan");

    private static ModelConfig Parse(params (string Name, string Text)[] given) => Gan.Parse(given.Select(pair => KeyValuePair.Create(pair.Name, pair.Text)));

    private static ModelConfig Json(string json) => Gan.Parse(JsonDocument.Parse(json).RootElement);

    [Fact]
    public void Defaults_are_those_of_the_published_interface()
    {
        Gan.Defaults.ToJson().ShouldStartWith(
            """{"epochs":300,"batch_size":500,"embedding_dim":128,"generator_dim":[256,256],"discriminator_dim":[256,256],"pac":10,""");
        NetworkOptions.Autoencoder("tvae").Defaults.ToJson().ShouldStartWith(
            """{"epochs":300,"batch_size":500,"embedding_dim":128,"compress_dims":[128,128],"decompress_dims":[128,128],""");
    }

    [Fact]
    public void Texts_and_json_say_the_same()
    {
        ModelConfig text = Parse(("epochs", "20"), ("generator_dim", "[64, 32]"), ("discriminator_lr", "1e-3"), ("log_frequency", "false"), ("random_state", "18446744073709551615"));
        ModelConfig json = Json("""{"epochs": 20.0, "generator_dim": [64, 32], "discriminator_lr": 0.001, "log_frequency": false, "seed": 18446744073709551615}""");
        json.ToJson().ShouldBe(text.ToJson());
        json.Get(NetworkOptions.Epochs).ShouldBe(20);
        json.Get(NetworkOptions.GeneratorDim).ShouldBe([64, 32]);
        json.Get(NetworkOptions.DiscriminatorRate).ShouldBe(0.001);
        json.Get(NetworkOptions.LogFrequency).ShouldBeFalse();
        json.Get(JointSynthesizer.SeedOption).ShouldBe(ulong.MaxValue);
        json.Get(NetworkOptions.BatchSize).ShouldBe(500, "what is not given has its default");
        Json("""{"epochs": null, "batch_size": "100"}""").ToJson().ShouldBe(Parse(("batch_size", "100")).ToJson(), "null is the default; a number as text is a number");
        Json("null").ShouldBeSameAs(Gan.Defaults);
    }

    [Theory]
    [InlineData("epoch", "5", "ctgan has no option 'epoch'; it has epochs, batch_size, ")]
    [InlineData("epochs", "0", "'epochs' of ctgan must be a whole number from 1 to 1,000,000; 0 is not")]
    [InlineData("epochs", "1.5", "1.5 is not")]
    [InlineData("epochs", "many", "many is not")]
    [InlineData("epochs", "99999999999999", "99999999999999 is not")]
    [InlineData("generator_dim", "256,0", "a list of 1 to 8 whole numbers from 1 to 8,192")]
    [InlineData("generator_dim", "", "a list of 1 to 8 whole numbers")]
    [InlineData("generator_dim", "1,2,3,4,5,6,7,8,9", "a list of 1 to 8 whole numbers")]
    [InlineData("generator_lr", "nan", "a number from 1E-07 to 1")]
    [InlineData("log_frequency", "perhaps", "true or false")]
    [InlineData("seed", "-1", "a whole number from 0 to 18446744073709551615, or none")]
    [InlineData("pac", "7", "'pac' of ctgan must be a whole number from 1 to 1,000 that divides batch_size; 7 does not divide 500")]
    public void A_bad_value_is_refused_with_the_option_and_its_range(string name, string text, string message)
    {
        ModelOptionException error = Should.Throw<ModelOptionException>(() => Parse((name, text)));
        error.Option.ShouldBe(name);
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("""{"epochs": true}""")]
    [InlineData("""{"epochs": 1e30}""")]
    [InlineData("""{"generator_dim": 256}""")]
    [InlineData("""{"generator_dim": [256, "x"]}""")]
    [InlineData("""{"log_frequency": 1}""")]
    [InlineData("""{"seed": 1.5}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"seed": 1, "random_state": 2}""")]
    public void Bad_json_is_refused(string json) => Should.Throw<ModelOptionException>(() => Json(json));

    [Fact]
    public void Every_option_of_every_family_takes_its_own_default()
    {
        foreach (ISynthesizer family in Synthesizers.All)
        {
            family.Options.Family.ShouldBe(family.Name);
            family.Options.Defaults.ToJson().ShouldBe(family.Options.Parse(family.Options.All.Select(option => KeyValuePair.Create(option.Name, option.DefaultText))).ToJson());
            family.Options.Parse(JsonDocument.Parse(family.Options.Defaults.ToJson()).RootElement).ToJson().ShouldBe(family.Options.Defaults.ToJson());
            family.Options.All.Select(option => option.Name).ShouldBeUnique();
            family.Options.All.ShouldAllBe(option => option.Meaning.EndsWith('.') && option.Range.Length > 0);
        }
    }

    [Fact]
    public void A_configuration_is_for_one_family() =>
        Should.Throw<ArgumentException>(() => Synthesizers.Get("core").Fit(Tables.Mixed(60), new FitOptions { Config = Gan.Defaults }));

    [Fact]
    public void The_seed_of_the_configuration_comes_before_that_of_the_call()
    {
        byte[] Fit(ulong seed, string? configured)
        {
            ISynthesizer family = Synthesizers.Get("flagship");
            using var stream = new MemoryStream();
            family.Fit(Tables.Mixed(300), new FitOptions { Seed = seed, Config = configured is null ? null : family.Options.Parse([KeyValuePair.Create("seed", configured)]) }).Save(stream);
            return stream.ToArray();
        }
        Fit(1, "5").ShouldBe(Fit(2, "5"));
        Fit(1, "5").ShouldBe(Fit(5, null));
    }
}
