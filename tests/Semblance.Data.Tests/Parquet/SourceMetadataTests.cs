using System.Text.Json.Nodes;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Writing;

namespace Semblance.Data.Tests.Parquet;

public sealed class SourceMetadataTests
{
    private const string Pandas = """
        {"index_columns": [{"kind": "range", "name": null, "start": 5, "stop": 11, "step": 2}, "key"], "column_indexes": [{"name": null}],
         "columns": [{"name": "a", "field_name": "a", "pandas_type": "int64", "numpy_type": "Int64", "metadata": null},
                     {"name": "key", "field_name": "key", "pandas_type": "unicode", "numpy_type": "object", "metadata": null}],
         "attributes": {"source": "the ward of Mr. Smith"}, "creator": {"library": "pyarrow", "version": "12"}, "pandas_version": "2.1"}
        """;

    [Fact]
    public void Pandas_finds_its_types_and_an_index_of_the_new_length_and_nothing_else_is_told()
    {
        JsonNode said = JsonNode.Parse(Keep("pandas", Pandas, "a", "key")!)!;

        said["columns"]!.AsArray().Count.ShouldBe(2);
        said["columns"]![0]!["numpy_type"]!.GetValue<string>().ShouldBe("Int64");
        said["index_columns"]![0]!.ToJsonString().ShouldBe("""{"kind":"range","name":null,"start":5,"stop":205,"step":2}""");
        said["index_columns"]![1]!.GetValue<string>().ShouldBe("key");
        said["pandas_version"]!.GetValue<string>().ShouldBe("2.1");
        said["attributes"].ShouldBeNull("what a person wrote about the real table does not go with the synthetic one");
    }

    [Fact]
    public void Columns_that_are_left_out_are_not_spoken_of()
    {
        JsonNode said = JsonNode.Parse(Keep("pandas", Pandas, "a")!)!;

        said["columns"]!.AsArray().Select(column => column!["name"]!.GetValue<string>()).ShouldBe(["a"]);
        said["index_columns"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"columns\": 3, \"index_columns\": []}")]
    [InlineData("{\"columns\": [1], \"index_columns\": [2]}")]
    [InlineData("{\"columns\": [{\"name\": {}}], \"index_columns\": [{\"kind\": 1}]}")]
    public void What_pandas_would_not_have_written_is_left_out(string json) => Keep("pandas", json, "a").ShouldBeNull();

    [Fact]
    public void Other_keys_are_left_out() => Keep("notes", "from the archive of the ward", "a").ShouldBeNull();

    [Fact]
    public void The_columns_that_Spark_was_told_of_have_to_be_all_there()
    {
        const string Spark = """{"type":"struct","fields":[{"name":"a","type":"integer"},{"name":"b","type":"string"}]}""";

        Keep("org.apache.spark.sql.parquet.row.metadata", Spark, "a", "b").ShouldBe(Spark);
        Keep("org.apache.spark.sql.parquet.row.metadata", Spark, "a").ShouldBeNull();
        Keep("org.apache.spark.sql.parquet.row.metadata", "{", "a").ShouldBeNull();
    }

    [Fact]
    public void The_schema_of_Arrow_is_kept_with_all_its_columns_only()
    {
        int found = 0;
        foreach (ForeignFile file in ForeignFile.All.Where(file => file.IsFlat))
        {
            TableDocument document;
            try
            {
                document = TableFiles.Read(file.Path, ct: TestContext.Current.CancellationToken);
            }
            catch (TableException)
            {
                continue;
            }
            if (!((ParquetLayout)document.Layout).KeyValues.TryGetValue("ARROW:schema", out string? schema))
            {
                continue;
            }
            found++;
            string[] names = [.. document.Table.Columns.Select(column => column.Name)];
            ArrowSchema.FieldNames(schema).ShouldBe(names, file.Name);
            Keep("ARROW:schema", schema, names).ShouldBe(schema);
            Keep("ARROW:schema", schema, [.. names, "one more"]).ShouldBeNull();
            // Damaged ones are no schema, or one of other names, and nothing worse.
            byte[] bytes = Convert.FromBase64String(schema);
            for (int i = 0; i < bytes.Length; i++)
            {
                byte before = bytes[i];
                bytes[i] ^= 0x81;
                _ = ArrowSchema.FieldNames(Convert.ToBase64String(bytes));
                bytes[i] = before;
                _ = ArrowSchema.FieldNames(Convert.ToBase64String(bytes, 0, i));
            }
        }
        TestData.Path("parquet");
        found.ShouldBeGreaterThan(10);
    }

    private static string? Keep(string key, string value, params string[] columns)
    {
        ColumnPlan[] plans = [.. columns.Select(name => ColumnPlan.For(new ColumnSchema(name, ColumnKind.Text) { Parquet = new ParquetType(ParquetPhysicalType.ByteArray, ParquetLogicalType.String) }))];
        return SourceMetadata.ForFile(new Dictionary<string, string> { [key] = value }, plans, 100).Select(pair => pair.Value).SingleOrDefault();
    }
}
