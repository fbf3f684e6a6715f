using System.Text;
using System.Text.Json;
using Semblance.Describe.Output;

namespace Semblance.Describe.Tests.Output;

/// <summary>Any table as text in a JSON string comes out of it as it went in.</summary>
public sealed class JsonTextStreamTests
{
    [Fact]
    public async Task A_table_in_a_JSON_string_is_the_table()
    {
        TableSet set = TableSet.Create(Shop.Plan with { Locale = "ja-JP" }, new TableSetOptions { Size = 5000, Seed = 1, Reality = 7 });
        using var answer = new MemoryStream();
        answer.Write("\""u8);
        await using (var text = new JsonTextStream(answer))
        {
            await set.WriteSqlAsync(text, SqlDialect.MySql, 2, cancellation: TestContext.Current.CancellationToken);
        }
        answer.Write("\""u8);
        using var plain = new MemoryStream();
        await set.WriteSqlAsync(plain, SqlDialect.MySql, cancellation: TestContext.Current.CancellationToken);
        JsonSerializer.Deserialize<string>(answer.ToArray()).ShouldBe(Encoding.UTF8.GetString(plain.ToArray()));
    }

    [Fact]
    public void Every_character_below_a_space_and_quotes_are_escaped()
    {
        byte[] all = [.. Enumerable.Range(0, 128).Select(i => (byte)i)];
        using var answer = new MemoryStream();
        answer.Write("\""u8);
        using (var text = new JsonTextStream(answer))
        {
            text.Write(all);
        }
        answer.Write("\""u8);
        Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(answer.ToArray())!).ShouldBe(all);
    }
}
