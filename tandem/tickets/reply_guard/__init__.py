"""What is looked at before a reply leaves, as far as a department lets nothing pass that has it.

The composer looks with the same eyes before it sends and asks the agent (`web/src/features/composer/guard`); here the kinds that
a department holds replies for are refused at every door. One table of cases proves that both see the same.
"""
