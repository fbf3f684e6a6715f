using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>A product's name, category, brand or description; columns with the same "product" describe the same one.</summary>
internal sealed class ProductValue : ColumnGenerator
{
    private readonly Products _products;
    private readonly string _generator;
    private readonly int _latent;
    private readonly bool _isUnique;
    private readonly Shuffle? _distinct;

    private ProductValue(ColumnContext context)
    {
        _latent = LatentFor(context);
        _products = (Products)context.Table.Latents[_latent];
        _generator = context.Column.Generator;
        _isUnique = context.IsUnique;
        if (_isUnique && _generator is "product_category" or "brand")
        {
            _distinct = context.Distinct((ulong)(_generator == "brand" ? _products.Brands.Length : _products.Range.Categories.Length));
        }
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator that the column names.</summary>
    public static ColumnGenerator Create(ColumnContext context) =>
        context.Column.Generator == "product_description" ? new Phrases(context, PhraseBook.Get("product_description")) : new ProductValue(context);

    /// <summary>The index of the products that a column is about, made when first asked for.</summary>
    public static int LatentFor(ColumnContext context)
    {
        string product = context.Text("product");
        // Columns of one product agree on its range and category, whichever of them says so.
        string range = Common(context, "range") ?? "general", category = Common(context, "category") ?? "";
        return context.Table.LatentIndex($"product:{product}", () => new Products(
            ProductRange.Get(range),
            category.Length > 0 ? ColumnReference.Follow(context.Table, category) : null,
            context.Table.Rows,
            context.SharedDraws("product:" + product).Key));
    }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        ReadOnlySpan<long> rows = block.Rows;
        if (_distinct is { } distinct)
        {
            foreach (long row in rows)
            {
                long place = (long)distinct[(ulong)row];
                into.AddText(_generator == "brand" ? _products.Brands[place] : _products.Range.Categories[place].Name);
            }
            return;
        }
        foreach (long product in block.Latent(_latent))
        {
            (int category, int thing, int style, int brand, long serial) = _products.Parts(product);
            switch (_generator)
            {
                case "product_category":
                    into.AddText(_products.Range.Categories[category].Name);
                    break;
                case "brand":
                    into.AddText(_products.Brands[brand]);
                    break;
                default:
                    AddName(into, _products.Range.IsMenu ? [] : _products.Brands[brand], _products.Styles[style], _products.Range.Categories[category].Things[thing], _products.Range.IsMenu ? (serial * _products.Brands.Length) + brand : serial);
                    break;
            }
        }
    }

    private void AddName(Vector into, byte[] brand, byte[] style, byte[] thing, long serial)
    {
        Span<byte> text = into.BeginText(brand.Length + style.Length + thing.Length + 32);
        int at = 0;
        foreach (byte[] word in (ReadOnlySpan<byte[]>)[brand, style, thing])
        {
            if (word.Length == 0)
            {
                continue;
            }
            word.CopyTo(text[at..]);
            at += word.Length;
            text[at++] = (byte)' ';
        }
        at--;
        if (_isUnique && serial > 0)
        {
            text[at++] = (byte)' ';
            at += ValueWriter.WriteWhole(text[at..], serial + 1);
        }
        into.EndText(at);
    }

    private static string? Common(ColumnContext context, string parameter) => context.Table.Entity.Columns
        .Where(column => Plans.Generators.Find(column.Generator)!.Parameter("product") is not null && (Plans.ColumnReferences.Text(column, "product") ?? "") == context.Text("product"))
        .Select(column => Plans.ColumnReferences.Text(column, parameter))
        .FirstOrDefault(text => text is not null);
}
